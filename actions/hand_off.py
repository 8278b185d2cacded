"""The way to a person: what would be sent and to whom, the visitor's contact, and keeping quiet until they return."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import turn, wiring
from actions.interview import interview_of, is_open
from actions.starters import starters
from bot.dialogue.handoff import ASK, ASKED, ASKED_AGAIN, DROP, HANDED_OVER, PASSED_ON, SEND
from bot.settings import Owner

NO_CONTACT, DO_NOT_SEND = "No contact", "Don't send"
BACK, GO_ON = "Back to the bot", "Go on with the assessment"


class _OfOwner:
    """Shares who runs the bot."""

    def __init__(self, owner: Owner | None = None) -> None:
        self._owner = owner

    @property
    def owner(self) -> Owner:
        return self._owner or wiring.owner()

    def say_contact(self, dispatcher: CollectingDispatcher) -> None:
        """Say how to reach the owner, where the bot can hand nothing over."""
        owner = self.owner
        if owner.contact:
            when = f" They answer {owner.hours}." if owner.hours else ""
            turn.say(
                dispatcher,
                "handoff",
                f"You can reach {owner.person} here: {owner.contact}.{when} I'm a bot and stay here meanwhile.",
            )
        else:
            turn.say(
                dispatcher,
                "handoff",
                "I'm a bot, and nobody has given me a contact for a person yet. The owner of this site can tell you how to "
                "reach them; I'll keep helping where I can.",
            )

    def ask(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """Say what would be sent to whom, and ask for a contact."""
        what = "this conversation with your answers" if interview_of(tracker).profile else "this conversation"
        text = (
            f"I can pass {what} on to {self.owner.person}. How can they reach you? Write an e-mail address or a phone "
            f"number. Leaving it means that you agree that {self.owner.name or 'the owner of this site'} uses it to answer "
            f'you. You need not: say "no contact" to send it without, or "don\'t send".'
        )
        turn.say(dispatcher, "handoff", text, [NO_CONTACT, DO_NOT_SEND], handoff=ASKED)


class ActionHandOff(_OfOwner, Action):
    """Offers to hand the conversation over; without a destination gives the owner's contact; without that, says so."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_hand_off"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Ask for a contact; an open assessment pauses, for one question at a time is enough."""
        if self.owner.destination is None:
            self.say_contact(dispatcher)
            return []
        self.ask(dispatcher, tracker)
        return [ActiveLoop(None), SlotSet("requested_slot", None)] if is_open(tracker) else []


class ActionLeaveContact(_OfOwner, Action):
    """Takes the contact, or the wish to leave none, and marks the reply: whoever stores the turn stores the hand-off with it."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_leave_contact"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Hand over, ask once more, or drop it."""
        act = turn.act(tracker)
        step = act.get("step")
        if self.owner.destination is None:  # taken out of the owner's file since it was asked
            self.say_contact(dispatcher)
        elif step == SEND:
            turn.say(dispatcher, "handoff", self._sent(act.get("contact")), [BACK], handoff=HANDED_OVER)
        elif step == DROP:
            turn.say(dispatcher, "notice", f"Nothing was sent. {_offer(tracker)}", _titles(tracker))
        elif step == ASK:
            dispatcher.utter_message(response=f"utter_{act['label']}")
            self.ask(dispatcher, tracker)
        else:
            text = (
                "I read no e-mail address and no phone number with its area code in that. Write it once more, or shall I "
                "send this without?"
            )
            turn.say(dispatcher, "handoff", text, [NO_CONTACT, DO_NOT_SEND], handoff=ASKED_AGAIN)
        return []

    def _sent(self, contact: str | None) -> str:
        """What happens next, and when."""
        owner = self.owner
        if contact:
            next_ = f"This conversation is on its way to {owner.person}, who can answer you at {contact}."
        else:
            next_ = f"This conversation is on its way to {owner.person}. They have no contact of yours to answer to"
            next_ += f"; you can reach them here: {owner.contact}." if owner.contact else "."
        when = f"They answer {owner.hours}." if owner.hours else "I don't know how soon they answer."
        return (
            f"{next_} {when} I keep quiet now, and what you write goes to them too. "
            'Say "back to the bot" when you want me again.'
        )


class ActionPassOn(_OfOwner, Action):
    """Keeps quiet, as far as an answer has to be given."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_pass_on"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say once that the message goes to the person, then hardly anything."""
        if self.owner.destination is None:
            self.say_contact(dispatcher)
            return []
        first = _last_mark(tracker) != PASSED_ON
        text = 'I\'ve passed this on too. Say "back to the bot" when you want me again.' if first else "Passed on."
        turn.say(dispatcher, "handoff", text, [BACK], handoff=PASSED_ON)
        return []


class ActionBackToBot(Action):
    """Takes the conversation up again."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_back_to_bot"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Offer to go on where we were."""
        turn.say(dispatcher, "notice", f"I'm here. {_offer(tracker)}", [] if is_open(tracker) else _titles(tracker))
        return []


def _offer(tracker: Tracker) -> str:
    return "Your answers are kept; shall we go on?" if _paused(tracker) else "What would you like to know?"


def _titles(tracker: Tracker) -> list[str]:
    return [GO_ON, starters(tracker)[0]] if _paused(tracker) else starters(tracker)


def _paused(tracker: Tracker) -> bool:
    """Whether an assessment was begun and has no result yet."""
    begun = interview_of(tracker)
    return bool(begun.profile or begun.asked) and not tracker.get_slot("assessment_id") and not is_open(tracker)


def _last_mark(tracker: Tracker) -> str | None:
    """How far the hand-off was with the bot's last message that says so."""
    said = ((event.get("metadata") or {}).get("metadata") or {} for event in reversed(tracker.events))
    return next((metadata["handoff"] for metadata in said if metadata.get("handoff")), None)
