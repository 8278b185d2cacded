"""The way to a person."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import turn, wiring
from bot.settings import Owner


class ActionHandOff(Action):
    """Says how to reach the owner; without an owner, says so."""

    def __init__(self, owner: Owner | None = None) -> None:
        self._owner = owner

    def name(self) -> str:
        """The name in the domain."""
        return "action_hand_off"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Give the contact."""
        owner = self._owner or wiring.owner()
        if owner.contact:
            who = f"a person at {owner.name}" if owner.name else "a person"
            when = f" They answer {owner.hours}." if owner.hours else ""
            turn.say(
                dispatcher,
                "handoff",
                f"You can reach {who} here: {owner.contact}.{when} I'm a bot and stay here meanwhile.",
            )
        else:
            turn.say(
                dispatcher,
                "handoff",
                "I'm a bot, and nobody has given me a contact for a person yet. The owner of this site can tell you how to "
                "reach them; I'll keep helping where I can.",
            )
        return []
