"""Recommends, and revises a recommendation when an answer changes."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import turn, wiring
from actions.interview import as_events, interview_of, is_open
from bot.assessment import Profile, Recommendation, recommend
from bot.assessment.comparison import changes
from bot.assessment.wording import messages
from bot.dialogue import echo
from bot.dialogue.interview import Interview, group_of, questions
from bot.storage import Assessment, Repository
from bot.takeaway import Links

CHANGE = "Change an answer"


def offers(profile: Mapping[str, Any]) -> list[str]:
    """What a visitor may want to know, or do, after a recommendation."""
    what_if = ["What if the volume doubles?"] if profile.get("volume") is not None else []
    return ["Compare the top two", "Why not in-house?", *what_if, CHANGE, "Talk to a person"]


def said(interview: Interview, group: str) -> str:
    """The answers of a slot group in words; empty when it has none."""
    return ", ".join(echo.phrases({key: value for key, value in interview.profile.items() if group_of(key) == group}))


class Advising:
    """Shares where recommendations are kept, and how one is given."""

    def __init__(self, repository: Repository | None = None) -> None:
        self._repository = repository

    @property
    def repository(self) -> Repository:
        """Where recommendations are kept."""
        return self._repository or wiring.repository()

    def store(self, tracker: Tracker, interview: Interview) -> tuple[Recommendation, Assessment]:
        """Recommend for the answers, and keep it."""
        profile = dict(interview.profile)
        recommendation = recommend(Profile.from_dict(profile))
        readable = timedelta(days=wiring.settings().link_days)
        stored = self.repository.save_assessment(
            tracker.sender_id, turn.message_id(tracker), profile, recommendation.to_dict(), readable
        )
        return recommendation, stored

    def stored(self, tracker: Tracker) -> Assessment | None:
        """The recommendation given last, as it was kept."""
        return self.repository.assessment(tracker.get_slot("assessment_id") or "")

    def say(
        self,
        dispatcher: CollectingDispatcher,
        interview: Interview,
        recommendation: Recommendation,
        stored: Assessment | None,
    ) -> None:
        """Say a recommendation in full."""
        known, whole = echo.phrases(interview.profile), recommendation.to_dict()
        turn.say(dispatcher, "summary", f"Your answers: {'; '.join(known)}." if known else "You gave no answers.")
        for text in messages(recommendation):
            turn.say(dispatcher, "recommendation", text, recommendation=whole)
        self.say_where(dispatcher, stored, offers(interview.profile), whole)

    @staticmethod
    def say_where(
        dispatcher: CollectingDispatcher,
        stored: Assessment | None,
        titles: list[str],
        whole: Mapping[str, Any] | None = None,
    ) -> None:
        """The links to take it away, where it has some, and what a visitor may want next."""
        text, more = "What would you like to know about it?", {}
        if stored and stored.token is not None and stored.expires is not None:
            links = Links.of(stored.token, wiring.settings().address)
            text, more = links.invitation(stored.expires.date()), {"links": links.to_dict()}
        told = whole or (stored.recommendation if stored else None)
        turn.say(dispatcher, "recommendation", text, titles, recommendation=told, **more)


class ActionRecommend(Advising, Action):
    """Gives the recommendation for the answers in the slots, and stores it."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_recommend"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Recommend; where an earlier recommendation is different, say first what changed."""
        interview = interview_of(tracker)
        recommendation, stored = self.store(tracker, interview)
        advised = tracker.get_slot("advised")
        if advised and advised != interview.profile:
            moved = changes(recommend(Profile.from_dict(advised)).to_dict(), recommendation.to_dict())
            turn.say(dispatcher, "notice", f"What changed: {moved}")
        self.say(dispatcher, interview, recommendation, stored)
        return as_events(tracker, interview, assessment_id=stored.id, advised=dict(interview.profile))


class ActionRevise(Advising, Action):
    """Takes a changed answer after the result ("actually 20 agents") and recommends again."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_revise"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say what a change changes, or ask what it opens; without one say all again; without an assessment offer one."""
        interview, act = interview_of(tracker), turn.act(tracker)
        if is_open(tracker):
            left = sum(1 for question in interview.open() if question.always)
            next_ones = "next answer" if left == 1 else f"next {left} answers"
            text = f"Almost: without the {next_ones} I would be guessing; the others can be skipped."
            turn.say(dispatcher, "notice", text)
            return as_events(tracker, interview, complete=True)
        if not interview.profile:
            text = "I need a few answers before I can recommend anything: what work it is, how much, and what matters."
            turn.say(dispatcher, "notice", text, ["Which one do we need?"])
            return as_events(tracker, interview, complete=True)
        read = act.get("profile") or {}
        if not read:
            self.say(dispatcher, interview, recommend(Profile.from_dict(interview.profile)), self.stored(tracker))
            return as_events(tracker, interview, complete=True)
        return self._revise(dispatcher, tracker, interview.with_answers(read, bool(act.get("adds"))), read)

    def _revise(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, interview: Interview, read: Mapping[str, Any]
    ) -> list[EventType]:
        told = ", ".join(echo.phrases({key: interview.profile[key] for key in read if key in interview.profile}))
        if not interview.may_end:
            turn.say(dispatcher, "notice", f"Changed: {told}. That opens a question.")
            return as_events(tracker, interview, complete=False, assessment_id=None)
        recommendation, stored = self.store(tracker, interview)
        whole = recommendation.to_dict()
        before = recommend(Profile.from_dict(tracker.get_slot("advised") or {})).to_dict()
        text = f"Changed: {told}. {changes(before, whole)}"
        shown = ["Show the whole recommendation", *offers(interview.profile)]
        turn.say(dispatcher, "recommendation", text, recommendation=whole)
        self.say_where(dispatcher, stored, shown, whole)
        return as_events(tracker, interview, complete=True, assessment_id=stored.id, advised=dict(interview.profile))


class ActionChangeAnswer(Action):
    """Asks an answer again that the visitor wants to change, or shows which ones there are."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_change_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Reopen the questions that are named and matter for this work; otherwise list the answers."""
        before = interview_of(tracker)
        after = before.without(*(turn.act(tracker).get("groups") or ()))
        reopened = list(after.open()) if after != before else []
        if reopened and not is_open(tracker):
            turn.say(dispatcher, "notice", f"Let me ask about {reopened[0].called} again.")
            return as_events(tracker, after, complete=False, assessment_id=None)
        known = [question for question in questions().values() if before.status(question.group)]
        lines = [f"- {question.called}: {said(before, question.group) or 'skipped'}" for question in known]
        unknown = [
            questions()[group].called for group in turn.act(tracker).get("groups") or () if not before.status(group)
        ]
        text = "These are your answers. Which one shall I ask again? You can also just tell me the new one."
        if unknown:
            text = f"You have told me nothing about {unknown[0]} yet. {text}"
        titles = [f"Change {question.called}" for question in known]
        turn.say(dispatcher, "summary", "\n".join([text, *lines]) if lines else "You gave no answers yet.", titles)
        return as_events(tracker, before, complete=True)
