"""The way to a person is the owner's contact; without one, that is said."""

from __future__ import annotations

from typing import Any

from actions.hand_off import ActionHandOff
from bot.settings import Owner


def test_a_configured_contact_is_given(tracker: Any, dispatcher: Any, reply: Any) -> None:
    owner = Owner("Acme", "help@acme.example", "on weekdays, 9 to 5")
    assert ActionHandOff(owner).run(dispatcher, tracker("hand_off"), {}) == []
    assert "a person at Acme" in reply()["text"] and "help@acme.example" in reply()["text"]
    assert "They answer on weekdays, 9 to 5." in reply()["text"]
    assert reply()["metadata"] == {"kind": "handoff"}


def test_a_contact_alone_will_do(tracker: Any, dispatcher: Any, reply: Any) -> None:
    ActionHandOff(Owner(contact="+1 555 0100")).run(dispatcher, tracker("hand_off"), {})
    assert "a person here: +1 555 0100." in reply()["text"] and "None" not in reply()["text"]


def test_without_a_contact_none_is_made_up(tracker: Any, dispatcher: Any, reply: Any) -> None:
    ActionHandOff(Owner(name="Acme")).run(dispatcher, tracker("hand_off"), {})
    assert "nobody has given me a contact" in reply()["text"] and reply()["metadata"] == {"kind": "handoff"}
