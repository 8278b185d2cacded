"""Opens, fills and ends the needs assessment."""

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from actions import turn
from actions.interview import FORM, as_events, interview_of, is_open
from actions.recommendation import said
from bot.assessment import Profile
from bot.assessment.doubts import contradictions, unit_taken
from bot.dialogue import echo
from bot.dialogue.interview import Interview, group_of, questions

SKIPPING = ("skip", "dont_know")


class ActionOpenAssessment(Action):
    """Says what is coming, and takes over what the opening message already told."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_open_assessment"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Start, or go on where an unfinished assessment stopped."""
        finished = tracker.get_slot("assessment_id")
        another = finished and turn.intent(tracker) != "resume_assessment"
        before = Interview() if another else interview_of(tracker)
        interview = before.with_answers(turn.act(tracker).get("profile") or {})
        opening = "Let's go on where we were." if before.profile or before.skipped else "Let's find out what fits."
        known = echo.phrases(interview.profile)
        have = f" I have: {', '.join(known)}." if known else ""
        left = sum(1 for _ in interview.open())
        ahead = f"{left} short question{'s' if left > 1 else ''}, then a recommendation."
        ahead += ' Say "skip", "why" or "back" whenever you like; you can also ask me something in between.'
        turn.say(dispatcher, "notice", f"{opening}{have} {ahead if left else 'That is all I need.'}")
        advised = None if another else tracker.get_slot("advised")  # another case is no change of the one before
        return as_events(tracker, interview, assessment_id=None, advised=advised, complete=not left, end_offered=False)


class ValidateAssessmentForm(FormValidationAction):
    """Fills slots from what was understood. A message that is no answer fills none: Rasa then looks for its own rule."""

    def name(self) -> str:
        """The name in the domain."""
        return f"validate_{FORM}"

    async def next_requested_slot(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> EventType:
        """The group to ask now for this profile; none ends the form."""
        question = interview_of(tracker).next
        return SlotSet(REQUESTED_SLOT, question.group if question else None)

    async def get_extraction_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """The answers of the latest message; none when it was something else."""
        asked = tracker.get_slot("requested_slot")
        before = interview_of(tracker)
        act = turn.act(tracker)
        after = self._advance(turn.intent(tracker), act, before, asked)
        if after is None:
            return []
        self._acknowledge(dispatcher, act, asked)
        if after.profile != before.profile:
            self._say_unit(dispatcher, before, after)
            self._say_reopened(dispatcher, before, after)
            self._say_conflicts(dispatcher, before, after)
        return as_events(tracker, after)

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """What was extracted is already valid: the reader gives nothing else."""
        return [SlotSet(name, value) for name, value in tracker.slots_to_validate().items()]

    def _advance(self, intent: str, act: dict[str, Any], before: Interview, asked: str | None) -> Interview | None:
        if intent == "inform" and act.get("profile"):
            return before.with_answers(act["profile"], bool(act.get("adds")))
        if intent in SKIPPING and asked:
            return before.skip(asked)
        if intent == "go_back" and asked and before.before(asked):
            return before.without(str(before.before(asked)))
        if intent == "change_answer" and (reopened := before.without(*act.get("groups", ()))) != before:
            return reopened
        if intent == "recommend_now" and before.may_end:
            return before.skip(*(question.group for question in before.open()))
        return None

    @staticmethod
    def _say_unit(dispatcher: CollectingDispatcher, before: Interview, after: Interview) -> None:
        """What a bare number is taken for."""
        taken = unit_taken(Profile.from_dict(after.profile))
        if taken and after.profile.get("volume") != before.profile.get("volume"):
            number = echo.amount(after.profile["volume"])
            text = f'{number} of what? I take it as {taken}; if not, say it whole, such as "{number} calls a day".'
            turn.say(dispatcher, "notice", text)

    @staticmethod
    def _say_reopened(dispatcher: CollectingDispatcher, before: Interview, after: Interview) -> None:
        """What was answered before, of a question that is asked again."""
        again = [group for group in questions() if before.status(group) and not after.status(group)]
        for group in again:
            old = said(before, group)
            if old:
                turn.say(dispatcher, "notice", f"Back to {questions()[group].called}; so far: {old}.")

    @staticmethod
    def _say_conflicts(dispatcher: CollectingDispatcher, before: Interview, after: Interview) -> None:
        """Answers that pull against each other, once: when the second of them is given."""
        known = contradictions(Profile.from_dict(before.profile)) if before.profile else []
        for conflict in contradictions(Profile.from_dict(after.profile)):
            if conflict not in known:
                turn.say(dispatcher, "notice", f"{conflict} Is that so? If not, tell me which answer to change.")

    def _acknowledge(self, dispatcher: CollectingDispatcher, act: dict[str, Any], asked: str | None) -> None:
        if act.get("aside"):
            dispatcher.utter_message(response=f"utter_faq/{act['aside']}")
        profile = act.get("profile") or {}
        # What settles the question needs no echo; a budget beside it does, for the question is put once more.
        unasked = any(group_of(key) != asked or key not in questions()[group_of(key)].answers for key in profile)
        if profile and (act.get("aside") or len(profile) > 1 or act.get("fuzzy") or unasked):
            turn.say(dispatcher, "notice", f"Noted: {', '.join(echo.phrases(profile))}.")


class ActionGoBack(Action):
    """Says that there is nothing to go back to; where there is, the form has done it."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_go_back"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say so."""
        if is_open(tracker):
            turn.say(dispatcher, "notice", "This is the first question; there is nothing before it.")
        else:
            dispatcher.utter_message(response="utter_nothing_asked")
        return []


class ActionStopAssessment(Action):
    """Stops asking and keeps the answers."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_stop_assessment"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Close the form."""
        if not is_open(tracker):
            turn.say(dispatcher, "notice", "All right. Ask me anything about BPO and call centers.")
            return []
        turn.say(
            dispatcher,
            "notice",
            'Stopped; your answers are kept. Say "go on" to take it up again, or ask me anything else.',
            ["Go on with the assessment", "Start over"],
        )
        return [ActiveLoop(None), SlotSet("requested_slot", None)]


class ActionStartOver(Action):
    """Forgets the answers, once the visitor said yes to that; an open assessment asks its first question again."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_start_over"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Empty the slots, or ask whether to."""
        given, confirmed = interview_of(tracker).profile, turn.act(tracker).get("confirmed")
        if given and not confirmed:
            text = "That clears your answers so far. Shall I?"
            turn.say(dispatcher, "notice", text, ["Yes, start over", "No, keep them"], confirm="start_over")
            return []
        if is_open(tracker):
            turn.say(dispatcher, "notice", "Starting over.")
        elif given:
            text = "I have cleared your answers. What would you like to know?"
            turn.say(dispatcher, "notice", text, ["Which one do we need?", "What is BPO?"])
        else:  # nothing to clear: clients of Rasa begin with "/start" or "/restart"
            dispatcher.utter_message(response="utter_smalltalk/greet")
        return as_events(tracker, Interview(), assessment_id=None, advised=None, end_offered=False)
