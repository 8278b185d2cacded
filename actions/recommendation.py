"""Recommends, and revises a recommendation when an answer changes."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import turn, wiring
from actions.interview import as_events, interview_of, is_open
from bot.assessment import Profile, recommend
from bot.assessment.wording import messages
from bot.dialogue import echo
from bot.dialogue.interview import Interview
from bot.storage import Repository

AFTER = ("Start over", "Talk to a person")


class ActionRecommend(Action):
    """Gives the recommendation for the answers in the slots, and stores it."""

    def __init__(self, repository: Repository | None = None) -> None:
        self._repository = repository

    def name(self) -> str:
        """The name in the domain."""
        return "action_recommend"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Recommend."""
        return self._recommend(dispatcher, tracker, interview_of(tracker))

    def _recommend(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, interview: Interview, preface: str = ""
    ) -> list[EventType]:
        profile = dict(interview.profile)
        recommendation = recommend(Profile.from_dict(profile))
        whole = recommendation.to_dict()
        repository = self._repository or wiring.repository()
        stored = repository.save_assessment(tracker.sender_id, turn.message_id(tracker), profile, whole)
        if preface:
            turn.say(dispatcher, "notice", preface)
        known = echo.phrases(profile)
        turn.say(dispatcher, "summary", f"Your answers: {'; '.join(known)}." if known else "You gave no answers.")
        *first, last = messages(recommendation)
        for text in first:
            turn.say(dispatcher, "recommendation", text, recommendation=whole)
        turn.say(dispatcher, "recommendation", last, AFTER, recommendation=whole)
        return as_events(interview, assessment_id=stored)


class ActionRevise(ActionRecommend):
    """Takes a changed answer after the result ("actually 20 agents") and recommends again."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_revise"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Recommend again, saying what changed; without an assessment, offer one."""
        interview = interview_of(tracker)
        if is_open(tracker):
            left = sum(1 for question in interview.open() if question.always)
            turn.say(
                dispatcher, "notice", f"Almost: without the next {left} I would be guessing; the others can be skipped."
            )
            return []
        if not interview.profile:
            turn.say(
                dispatcher,
                "notice",
                "I need a few answers before I can recommend anything: what work it is, how much, and what matters.",
                ["Which one do we need?"],
            )
            return []
        read = turn.act(tracker).get("profile") or {}
        preface = f"Changed: {', '.join(echo.phrases(read))}. With that:" if read else ""
        return self._recommend(dispatcher, tracker, interview.with_answers(read), preface)
