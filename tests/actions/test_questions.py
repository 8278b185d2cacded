"""Each question is asked with its step, its choices and, where it matters, in the words of the work."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Action

from actions import questions as module
from actions.interview import slots_of
from bot.dialogue.interview import Interview, questions
from bot.reading import choices

KINDS: list[Any] = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, Action)]
ACTIONS: dict[str, Any] = {kind.group: kind for kind in KINDS if getattr(kind, "group", None)}


@pytest.fixture
def ask(tracker: Any, dispatcher: Any, slots: Any) -> Any:
    """The question of a group as asked."""

    def one(group: str, so_far: Interview | None = None) -> dict[str, Any]:
        dispatcher.messages.clear()
        heard = tracker(slots=slots_of(so_far or Interview()), asked=group)
        events = ACTIONS[group]().run(dispatcher, heard, {})
        assert group in slots(events)["asked"]
        [message] = dispatcher.messages
        return dict(message)

    return one


def test_every_question_has_an_action_by_the_name_that_rasa_looks_for() -> None:
    assert list(ACTIONS) == list(questions())
    assert all(kind().name() == f"action_ask_{group}" for group, kind in ACTIONS.items())


@pytest.mark.parametrize("group", questions())
def test_a_question_says_which_it_is_and_how_far_we_are(group: str, ask: Any) -> None:
    asked = ask(group)
    assert asked["text"].startswith("Question 1 of 9. ")
    assert asked["metadata"] == {"kind": "question", "slot": group, "step": 1, "steps": 9}


@pytest.mark.parametrize("group", questions())
def test_a_question_offers_choices_that_answer_it(group: str, ask: Any, titles: Any) -> None:
    known = {choice.title: choice.profile for choice in choices(group)}
    offered = titles(ask(group))
    assert offered and set(offered) <= set(known)
    assert all(Interview(known[title]).status(group) == "answered" for title in offered)


def test_the_step_follows_the_answers(ask: Any) -> None:
    asked = ask("volume", Interview({"work": ["data_entry"]}, asked=frozenset({"work"})))
    assert asked["text"].startswith("Question 2 of 7. ")
    assert (asked["metadata"]["step"], asked["metadata"]["steps"]) == (2, 7)


def test_the_words_suit_the_work(ask: Any) -> None:
    support, entry = (ask("hours", Interview({"work": [work]}))["text"] for work in ("customer_support", "data_entry"))
    assert "covered" in support and "one-off" in entry


FIVE = {
    "work": ["research_analytics"],
    "volume": 3,
    "unit": "fte",
    "setup": "none",
    "priority": "cost",
    "data": ["none"],
}


class TestTheEnd:
    """From the moment on at which nothing can change the option any more, one may end."""

    def run(self, dispatcher: Any, tracker: Any, slots: Any, profile: dict[str, Any], **more: Any) -> tuple[Any, Any]:
        interview = Interview(profile)
        group = next(interview.open()).group
        heard = tracker(slots={**slots_of(interview), **more}, asked=group)
        events = slots(ACTIONS[group]().run(dispatcher, heard, {}))
        return dispatcher.messages[-1], events

    def test_it_is_offered_once(self, dispatcher: Any, tracker: Any, slots: Any, titles: Any) -> None:
        asked, events = self.run(dispatcher, tracker, slots, FIVE)
        assert "Nothing you could still tell me would change the kind of solution" in asked["text"]
        assert titles(asked)[-1] == module.END and events["end_offered"] is True
        again, _ = self.run(dispatcher, tracker, slots, FIVE, end_offered=True)
        assert "Nothing you could" not in again["text"] and titles(again)[-1] == module.END

    def test_it_is_not_offered_while_an_answer_may_change_the_option(
        self, dispatcher: Any, tracker: Any, slots: Any, titles: Any
    ) -> None:
        asked, _ = self.run(dispatcher, tracker, slots, {**FIVE, "work": ["customer_support"], "unit": "agents"})
        assert "Nothing you could" not in asked["text"] and module.END not in titles(asked)

    def test_before_the_last_question_all_answers_are_said_back(
        self, dispatcher: Any, tracker: Any, slots: Any
    ) -> None:
        interview = Interview({**FIVE, "continuity": "ongoing"}, asked=frozenset({"work", "volume"}))
        ACTIONS["home"]().run(dispatcher, tracker(slots=slots_of(interview), asked="home"), {})
        summary, asked = dispatcher.messages
        assert summary["metadata"] == {"kind": "summary"}
        assert "research and analytics" in summary["text"] and "3 full-time" in summary["text"]
        assert (asked["metadata"]["step"], asked["metadata"]["steps"]) == (3, 3)


@pytest.mark.parametrize("work", ["customer_support", "outbound_sales", "finance_accounting", "research_analytics"])
def test_a_question_for_any_work_has_choices(work: str, ask: Any, titles: Any) -> None:
    so_far = Interview({"work": [work]})
    for question in so_far.open():
        assert titles(ask(question.group, so_far)), question.group
