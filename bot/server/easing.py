"""What Rasa does over and over made once: each saves much of a turn, and changes nothing that is decided.

tests/server/test_easing.py holds the eased to what was before.
"""

from functools import lru_cache
from typing import Any

import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot
from rasa.shared.utils.common import all_subclasses

from bot.server.local_actions import LocalActions


def ease() -> None:
    """Ease all of it."""
    ease_action_validation()
    cache_event_types()
    ease_copies_of_slots()


@lru_cache(maxsize=1)
def _action_result_validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return jsonschema.validators.validator_for(schema)(schema)


def _validate_action_result(self: RemoteAction, result: Any) -> bool:
    if not isinstance(self.action_endpoint, LocalActions):
        _action_result_validator().validate(result)
    return True


def ease_action_validation() -> None:
    """Make Rasa check what a server of actions sends with one validator, not a new one each time (49 ms a call, measured).

    What actions in this process return is not checked: the SDK makes it, and a validator takes 3 ms for it.
    """
    RemoteAction._validate_action_result = _validate_action_result


@lru_cache(maxsize=1)
def _event_types() -> dict[str, type[Event]]:
    return {kind.type_name: kind for kind in reversed(list(all_subclasses(Event)))}


def cache_event_types() -> None:
    """Make Rasa look events up by name; it walks the whole class tree for every event that is read."""
    found = Event.resolve_by_type

    def resolve(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
        return _event_types().get(type_name) or found(type_name, default)

    Event.resolve_by_type = staticmethod(resolve)


def ease_copies_of_slots() -> None:
    """Make a copy of a slot what it is anyway, an object with the same attributes, without the way around through pickling.

    Rasa makes trackers of other trackers several times a turn, each with all slots.
    """

    def copied(self: Slot) -> Slot:
        twin = object.__new__(type(self))
        vars(twin).update(vars(self))
        return twin

    Slot.__copy__ = copied
