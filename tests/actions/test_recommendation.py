"""A recommendation is given, kept, and revised when an answer changes."""

from __future__ import annotations

from typing import Any

import pytest

from actions import wiring
from actions.interview import slots_of
from actions.recommendation import ActionChangeAnswer, ActionRecommend, ActionRevise, offers
from bot.assessment import Profile, recommend
from bot.dialogue.interview import Interview

PROFILE: dict[str, Any] = {
    "work": ["customer_support"],
    "volume": 8000,
    "unit": "calls",
    "period": "month",
    "setup": "none",
    "priority": "cost",
    "data": ["none"],
}


@pytest.fixture
def done() -> dict[str, Any]:
    """The slots of a finished assessment."""
    interview = Interview(PROFILE).skip("hours", "complexity", "channels", "home")
    return slots_of(interview) | {"assessment_id": "old", "advised": PROFILE}


def test_the_recommendation_is_the_assessments(
    tracker: Any, dispatcher: Any, store: Any, slots: Any, titles: Any, done: Any
) -> None:
    events = ActionRecommend(store).run(dispatcher, tracker(slots=done), {})
    expected = recommend(Profile.from_dict(PROFILE)).to_dict()
    summary, *parts, away = dispatcher.messages
    assert summary["metadata"] == {"kind": "summary"}
    assert summary["text"].startswith("Your answers: customer support; about 8,000 calls a month;")
    assert parts and all(part["metadata"] == {"kind": "recommendation", "recommendation": expected} for part in parts)
    assert expected["verdict_text"].rstrip(".") in parts[0]["text"]
    assert titles(away) == offers(PROFILE) and not any(part["buttons"] for part in parts)
    assert slots(events)["assessment_id"] == "assessment of message-1"
    assert slots(events)["profile"] == PROFILE and "home" not in slots(events)  # skipped, as it was


def test_it_can_be_taken_away(tracker: Any, dispatcher: Any, store: Any, done: Any) -> None:
    ActionRecommend(store).run(dispatcher, tracker(slots=done), {})
    away = dispatcher.messages[-1]
    links = away["metadata"]["links"]
    assert links["page"] == f"{wiring.settings().address}/recommendations/token"
    assert all(f"]({link})" in away["text"] for link in links.values()) and len(links) == 3
    assert away["metadata"]["kind"] == "recommendation" and away["metadata"]["recommendation"]["option"]


def test_what_was_stored_before_there_were_links_has_none(
    tracker: Any, dispatcher: Any, store: Any, titles: Any, done: Any
) -> None:
    store.token = None
    ActionRecommend(store).run(dispatcher, tracker(slots=done), {})
    assert not any("links" in message["metadata"] for message in dispatcher.messages)
    assert titles(dispatcher.messages[-1]) == offers(PROFILE)


def test_it_is_kept_with_its_answers_once_a_message(tracker: Any, dispatcher: Any, store: Any, done: Any) -> None:
    for _ in range(2):
        ActionRecommend(store).run(dispatcher, tracker(slots=done), {})
    [(conversation, profile, recommendation)] = store.assessments.values()
    assert (conversation, profile) == ("visitor", PROFILE) and recommendation["option"]


def test_whoever_skipped_everything_still_gets_one(tracker: Any, dispatcher: Any, store: Any) -> None:
    ActionRecommend(store).run(dispatcher, tracker(), {})
    assert dispatcher.messages[0]["text"] == "You gave no answers."
    assert dispatcher.messages[1]["metadata"]["kind"] == "recommendation"


def test_a_changed_answer_is_said_and_what_it_changes(
    tracker: Any, dispatcher: Any, store: Any, slots: Any, done: Any, titles: Any
) -> None:
    heard = tracker("inform", act={"profile": {"volume": 20, "unit": "agents"}}, slots=done)
    events = ActionRevise(store).run(dispatcher, heard, {})
    changed = slots(events)["profile"]
    assert (changed["volume"], changed["unit"], changed["setup"]) == (20, "agents", "none")
    told, away = dispatcher.messages
    assert told["text"].startswith("Changed: about 20 agents. It stays **")
    assert told["metadata"]["recommendation"] == recommend(Profile.from_dict(changed)).to_dict()
    assert titles(away)[0] == "Show the whole recommendation" and away["metadata"]["links"]
    assert store.assessments["message-1"][1] == changed == slots(events)["advised"]


def test_another_kind_of_work_opens_the_questions_that_it_makes_void(
    tracker: Any, dispatcher: Any, store: Any, slots: Any, done: Any, reply: Any
) -> None:
    heard = tracker("inform", act={"profile": {"work": ["hr_payroll"]}}, slots=done)
    after = slots(ActionRevise(store).run(dispatcher, heard, {}))
    assert "volume" not in after["profile"] and after["volume"] is None  # calls say nothing about payroll
    assert after["complete"] is False and after["assessment_id"] is None
    assert "opens a question" in reply()["text"] and store.assessments == {}


def test_a_second_recommendation_says_first_what_changed(tracker: Any, dispatcher: Any, store: Any, done: Any) -> None:
    done["profile"] = {**PROFILE, "volume": 100}
    ActionRecommend(store).run(dispatcher, tracker(slots=done), {})
    assert dispatcher.messages[0]["text"].startswith("What changed: It would be **")


class TestChangingAnAnswer:
    def test_the_answers_are_listed(self, tracker: Any, dispatcher: Any, slots: Any, done: Any, reply: Any) -> None:
        events = ActionChangeAnswer().run(dispatcher, tracker(slots=done), {})
        assert "- the volume: about 8,000 calls a month" in reply()["text"]
        assert "- how hard it is: skipped" in reply()["text"]
        assert slots(events)["complete"] is True and slots(events)["profile"] == PROFILE

    def test_the_one_that_is_named_is_asked_again(
        self, tracker: Any, dispatcher: Any, slots: Any, done: Any, reply: Any
    ) -> None:
        heard = tracker("change_answer", act={"groups": ["volume"]}, slots=done)
        after = slots(ActionChangeAnswer().run(dispatcher, heard, {}))
        assert after["volume"] is None and "volume" not in after["profile"] and "setup" not in after
        assert after["complete"] is False and after["assessment_id"] is None
        assert reply()["text"] == "Let me ask about the volume again."

    def test_a_question_that_does_not_matter_for_the_work_is_not_asked(
        self, tracker: Any, dispatcher: Any, slots: Any, reply: Any
    ) -> None:
        interview = Interview({"work": ["hr_payroll"], "volume": 40, "unit": "employees"})
        heard = tracker("change_answer", act={"groups": ["channels"]}, slots=slots_of(interview))
        assert slots(ActionChangeAnswer().run(dispatcher, heard, {}))["complete"] is True
        assert "These are your answers" in reply()["text"]


def test_nothing_is_not_said_to_have_changed(tracker: Any, dispatcher: Any, store: Any, done: Any) -> None:
    heard = tracker("inform", act={"profile": {"unit": "tickets"}}, slots=done)
    ActionRevise(store).run(dispatcher, heard, {})
    assert "Changed: ." not in dispatcher.messages[0]["text"]


def test_asked_for_again_it_is_given_again(tracker: Any, dispatcher: Any, store: Any, done: Any) -> None:
    ActionRevise(store).run(dispatcher, tracker("recommend_now", slots=done), {})
    assert dispatcher.messages[0]["metadata"] == {"kind": "summary"}


def test_without_answers_there_is_nothing_to_recommend(
    tracker: Any, dispatcher: Any, store: Any, reply: Any, titles: Any
) -> None:
    ActionRevise(store).run(dispatcher, tracker("recommend_now"), {})
    assert "I need a few answers" in reply()["text"] and titles(reply()) == ["Which one do we need?"]
    assert store.assessments == {}


def test_it_is_kept_in_a_real_database_too(
    tracker: Any, dispatcher: Any, repository: Any, slots: Any, done: Any
) -> None:
    events = ActionRecommend(repository).run(dispatcher, tracker(slots=done), {})
    kept = repository.assessment(slots(events)["assessment_id"])
    assert kept is not None and kept.profile == PROFILE
    assert kept.recommendation == dispatcher.messages[-1]["metadata"]["recommendation"]
