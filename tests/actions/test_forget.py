"""A conversation is forgotten only once its visitor confirmed it."""

from __future__ import annotations

from typing import Any

from actions.forget import ActionForget
from bot.destination import Destination
from bot.settings import Owner


def test_it_asks_first(tracker: Any, dispatcher: Any, reply: Any) -> None:
    ActionForget(Owner()).run(dispatcher, tracker("forget_me"), {})
    assert reply()["metadata"] == {"kind": "notice", "confirm": "forget_me"}
    assert "cannot be undone" in reply()["text"]


def test_confirmed_it_marks_the_reply(tracker: Any, dispatcher: Any, reply: Any) -> None:
    events = ActionForget(Owner()).run(dispatcher, tracker("forget_me", act={"confirmed": True}), {})
    assert reply()["metadata"] == {"kind": "notice", "forget": True}
    assert {"event": "active_loop", "name": None, "timestamp": None} in events  # nothing is asked any more


def test_what_a_person_has_is_out_of_reach_and_that_is_said(tracker: Any, dispatcher: Any, reply: Any) -> None:
    owner = Owner("Acme", destination=Destination("mail", "desk@acme.example"))
    ActionForget(owner).run(dispatcher, tracker("forget_me"), {})
    assert "What was already sent to a person at Acme stays with them" in reply()["text"]
