"""What is done once decides as what was done over and over."""

from __future__ import annotations

import copy

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot
from rasa.shared.utils.common import all_subclasses

from bot.server.easing import cache_event_types, ease_action_validation, ease_copies_of_slots
from bot.server.remote_actions import RemoteActions


def test_results_of_a_server_of_actions_are_checked_as_strictly_as_before() -> None:
    before = RemoteAction._validate_action_result
    ease_action_validation()
    try:
        action = RemoteAction("action_x", RemoteActions("http://127.0.0.1:1", 1.0))
        assert action._validate_action_result({"events": [], "responses": []})
        with pytest.raises(Exception, match="not of type"):
            action._validate_action_result({"events": "none"})
    finally:
        RemoteAction._validate_action_result = before


def test_events_are_found_by_name_as_rasa_finds_them() -> None:
    before = vars(Event)["resolve_by_type"]
    cache_event_types()
    try:
        for kind in all_subclasses(Event):
            first = next(other for other in all_subclasses(Event) if other.type_name == kind.type_name)
            assert Event.resolve_by_type(kind.type_name) is first
        with pytest.raises(ValueError, match="Unknown event"):
            Event.resolve_by_type("nonsense")
    finally:
        Event.resolve_by_type = before


@pytest.mark.parametrize("kind", sorted(all_subclasses(Slot), key=lambda kind: kind.__name__))
def test_a_copied_slot_is_the_same_and_another(kind: type[Slot], monkeypatch: pytest.MonkeyPatch) -> None:
    slot = kind.__new__(kind)
    vars(slot).update(name="work", _value=["calls"], _value_reset=None)
    before = copy.copy(slot)
    monkeypatch.setattr(Slot, "__copy__", None, raising=False)
    ease_copies_of_slots()
    after = copy.copy(slot)
    assert type(after) is type(before) is kind
    assert vars(after) == vars(before) and after is not slot
    after._value = None
    assert slot._value == ["calls"]
