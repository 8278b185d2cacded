"""Forgets a conversation at the visitor's wish."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import turn, wiring
from bot.settings import Owner


class ActionForget(Action):
    """Asks whether it is meant; then marks the reply, and whoever stores the turn removes everything instead."""

    def __init__(self, owner: Owner | None = None) -> None:
        self._owner = owner

    def name(self) -> str:
        """The name in the domain."""
        return "action_forget"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Ask, or forget."""
        owner = self._owner or wiring.owner()
        if not turn.act(tracker).get("confirmed"):
            text = "I would delete this whole conversation: messages, answers, recommendations and a contact you left. "
            text += "It cannot be undone."
            if owner.destination:
                text += f" What was already sent to {owner.person} stays with them; ask them to delete it."
            text += " Shall I?"
            turn.say(dispatcher, "notice", text, ["Yes, forget me", "No, keep it"], confirm="forget_me")
        else:
            text = "Done: everything of this conversation is deleted, and links to its recommendations no longer work."
            turn.say(dispatcher, "notice", text, forget=True)
            return [ActiveLoop(None), SlotSet("requested_slot", None)]  # or the form would ask on
        return []
