"""What the bot says when it has no answer: asks which one was meant, declines by name, or shows the way on."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import turn, wiring
from actions.interview import is_open
from actions.regret import LEADS, MISSED, STAGES, in_a_row, misses_in_a_row, regret, shrug, which_of
from actions.starters import starters
from bot.dialogue.interview import questions
from bot.faq import FaqCatalog
from bot.storage import Repository

NONE_OF_THESE, PERSON = "None of these", "Talk to a person"


class _Fallback:
    """Shares the collaborators and the record of what was not answered."""

    def __init__(self, repository: Repository | None = None, catalog: FaqCatalog | None = None) -> None:
        self._repository = repository
        self._catalog = catalog

    @property
    def catalog(self) -> FaqCatalog:
        return self._catalog or wiring.catalog()

    def record(self, tracker: Tracker, reason: str) -> None:
        """Remember the message for the content owner."""
        message = tracker.latest_message
        ranking = message.get("intent_ranking") or [{}]
        (self._repository or wiring.repository()).record_unanswered(
            tracker.sender_id,
            turn.message_id(tracker),
            message.get("text") or "",
            reason,
            ranking[0].get("name"),
            ranking[0].get("confidence"),
        )

    def offer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, slugs: Sequence[str], lead: str | None = None
    ) -> bool:
        """Ask which of some entries was meant; False where none of them exists (any more)."""
        known = [slug for slug in slugs if slug in self.catalog]
        before = in_a_row(tracker, {"kind": "clarify", "choices": known})
        lead = lead or LEADS[min(before, len(LEADS) - 1)]
        titles = [self.catalog[slug].title for slug in known]
        if titles:
            numbered = " ".join(f"{place}. {title}" for place, title in enumerate([*titles, NONE_OF_THESE], 1))
            turn.say(dispatcher, "clarify", f"{lead}: {numbered}", [*titles, NONE_OF_THESE], choices=known)
        return bool(titles)


class ActionClarify(_Fallback, Action):
    """Asks which of two or three entries was meant."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_clarify"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Offer the choices; a number or a title answers."""
        if not self.offer(dispatcher, tracker, turn.act(tracker).get("choices") or []):
            # The entries were retired since the model was trained.
            turn.say(dispatcher, "fallback", "I am not sure what you mean. Could you put it in other words?")
        return []


class ActionAnswerSeveral(_Fallback, Action):
    """Answers what it can of several questions, and says of the rest that it cannot."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_answer_several"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answer in the order asked; of a question that was not understood, ask what it meant."""
        act = turn.act(tracker)
        for asked in act.get("several") or []:
            intent, slug = asked["label"].split("/", 1)
            if intent == "faq":
                dispatcher.utter_message(response=f"utter_faq/{slug}")
            else:
                if intent == "unwritten":
                    self.record(tracker, "unwritten")
                turn.say(
                    dispatcher, "out_of_scope", f"About {asked['name'] or 'the other part'} I have no checked answer."
                )
        if act.get("missed") and not self.offer(
            dispatcher, tracker, act.get("choices") or [], "And your other question, do you mean"
        ):
            self.record(tracker, "unclear")
            turn.say(
                dispatcher, "fallback", "Your other question I didn't understand. Could you ask it in other words?"
            )
        return []


class ActionDecline(_Fallback, Action):
    """Says by name what it cannot do, and what it can."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_decline"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Decline."""
        act = turn.act(tracker)
        name = act.get("name") or "that"
        choices = starters(tracker)
        if turn.intent(tracker) == "unwritten":
            self.record(tracker, "unwritten")
            near = [entry.title for entry in self.catalog.topics().get(act.get("topic") or "", [])][:3]
            text = f"I have no checked answer about {name} yet. I have noted your question."
            if not is_open(tracker):
                text += (
                    " These come nearest:" if near else " I can tell you what BPO and call centers are, and what fits."
                )
            choices = near or choices
        else:
            declined = in_a_row(tracker, {"kind": "out_of_scope"})
            text = regret(name, declined)
            choices = [PERSON, *choices] if declined else choices
        turn.say(dispatcher, "out_of_scope", text, [] if is_open(tracker) else choices)
        return []


class ActionFallBack(_Fallback, Action):
    """Two stages: asks to rephrase, then shows topics, then the way to a person; never the same words twice."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_fall_back"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say that it was not understood, and what to do instead."""
        misses = misses_in_a_row(tracker)
        asked = tracker.get_slot("requested_slot") if is_open(tracker) else None
        readings = turn.act(tracker).get("readings")
        if asked and readings:
            turn.say(dispatcher, "fallback", which_of(asked, readings))
            return []
        if turn.intent(tracker) in MISSED:
            self.record(tracker, turn.intent(tracker))
        if asked:
            hint = questions()[asked].hint
            again = ' Pick what comes nearest, or say "skip".' if misses > 1 else ""
            turn.say(dispatcher, "fallback", f"I didn't get an answer from that. {hint}{again}")
        else:
            text = shrug(misses, turn.intent(tracker) == "none_of_these")
            way_out = [PERSON] if misses > STAGES else []
            turn.say(dispatcher, "fallback", text, [*way_out, *starters(tracker)] if misses > 1 else [])
        return []
