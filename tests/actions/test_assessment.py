"""The assessment opens, fills, explains itself and ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.assessment import (
    ActionGoBack,
    ActionOpenAssessment,
    ActionStartOver,
    ActionStopAssessment,
    ValidateAssessmentForm,
)
from actions.interview import interview_of, slots_of
from bot.dialogue.interview import Interview, questions

DOMAIN = yaml.safe_load(Path("bot/domain/assessment.yml").read_text("utf-8"))
FIVE: dict[str, Any] = {
    "work": ["customer_support"],
    "volume": 8000,
    "unit": "calls",
    "period": "month",
    "setup": "none",
    "priority": "cost",
    "data": ["none"],
}
REST: dict[str, Any] = {"hours": "24x7", "complexity": "mixed", "channels": ["voice"], "home": "US"}


def kept(interview: Interview, **more: Any) -> dict[str, Any]:
    """The slots of an assessment so far."""
    return {**slots_of(interview), **more}


def then(given: dict[str, Any], moved: dict[str, Any]) -> dict[str, Any]:
    """The slots after an action that moved some of those that were given."""
    return {**dict.fromkeys(DOMAIN["slots"]), **given, **moved}


class TestOpening:
    """What is coming, and what is already known."""

    @pytest.fixture
    def open_(self, dispatcher: Any, tracker: Any, slots: Any) -> Any:
        def run(act: dict[str, Any] | None = None, **given: Any) -> tuple[str, dict[str, Any]]:
            heard = tracker("start_assessment", act=act, slots=given)
            events = ActionOpenAssessment().run(dispatcher, heard, {})
            [message] = dispatcher.messages
            assert message["metadata"] == {"kind": "notice"}
            return message["text"], then(given, slots(events))

        return run

    def test_it_says_how_many_questions_are_coming(self, open_: Any) -> None:
        text, filled = open_()
        assert text.startswith("Let's find out what fits. 9 short questions, then a recommendation.")
        assert filled["profile"] == {} and filled["work"] is None

    def test_another_case_is_no_change_of_the_one_before(self, open_: Any) -> None:
        _, filled = open_(assessment_id="old", advised={"work": ["hr_payroll"]}, profile={"work": ["hr_payroll"]})
        assert filled["advised"] is None and filled["profile"] == {}

    def test_what_was_advised_is_kept_while_its_answers_are_changed(self, open_: Any) -> None:
        _, filled = open_(advised={"work": ["hr_payroll"]}, profile={"work": ["hr_payroll"]})
        assert filled["advised"] == {"work": ["hr_payroll"]}

    def test_what_the_opening_message_told_is_taken_over_and_said_back(self, open_: Any) -> None:
        text, filled = open_({"profile": {"work": ["customer_support"], "hours": "24x7"}})
        assert "I have: customer support, round the clock." in text and "7 short questions" in text
        assert filled["profile"] == {"work": ["customer_support"], "hours": "24x7"}
        assert (filled["work"], filled["hours"], filled["volume"]) == ("answered", "answered", None)

    def test_an_unfinished_assessment_goes_on(self, open_: Any, slots: Any) -> None:
        half = Interview({"work": ["data_entry"]}, frozenset({"volume"}))
        text, filled = open_(**kept(half))
        assert text.startswith("Let's go on where we were. I have: data entry.")
        assert filled["volume"] == "skipped" and filled["work"] == "answered"

    def test_after_a_recommendation_it_starts_afresh(self, open_: Any, slots: Any) -> None:
        text, filled = open_(**kept(Interview(FIVE), assessment_id="old"))
        assert text.startswith("Let's find out") and filled["profile"] == {} and filled["assessment_id"] is None

    def test_a_last_question_is_one_question(self, open_: Any) -> None:
        text, _ = open_({"profile": {key: value for key, value in (FIVE | REST).items() if key != "home"}})
        assert "1 short question, then" in text

    def test_when_everything_is_told_no_question_is_announced(self, open_: Any) -> None:
        text, filled = open_({"profile": FIVE | REST})
        assert "short question" not in text and text.endswith("That is all I need.")
        assert filled["home"] == "answered" and filled["complete"] is True

    @pytest.mark.parametrize("profile", [{}, {"work": ["customer_support"]}, FIVE])
    def test_while_a_question_is_left_nothing_is_complete(self, profile: dict[str, Any], open_: Any) -> None:
        assert open_({"profile": profile})[1]["complete"] is False

    def test_what_was_complete_once_is_not_so_the_next_time(self, open_: Any, slots: Any) -> None:
        before = kept(Interview(FIVE | REST), assessment_id="old", complete=True)
        assert open_(**before)[1]["complete"] is False

    def test_an_unfinished_assessment_that_lacked_one_answer_is_complete_with_it(self, open_: Any, slots: Any) -> None:
        so_far = Interview({key: value for key, value in (FIVE | REST).items() if key != "home"})
        text, filled = open_({"profile": {"home": "US"}}, **kept(so_far))
        assert text.startswith("Let's go on where we were.") and filled["complete"] is True


class TestForm:
    """What a message does to the open question."""

    @pytest.fixture
    def hear(self, dispatcher: Any, tracker: Any, slots: Any) -> Any:
        """Hear a message while a question is open; the slots that it sets."""

        async def run(
            intent: str, asked: str, so_far: Interview | None = None, act: dict[str, Any] | None = None
        ) -> dict[str, Any]:
            given = kept(so_far or Interview())
            heard = tracker(intent, act=act, slots=given, asked=asked)
            return then(given, slots(await ValidateAssessmentForm().run(dispatcher, heard, {})))

        return run

    async def test_an_answer_fills_its_slot_and_the_next_question_follows(self, hear: Any, dispatcher: Any) -> None:
        filled = await hear("inform", "work", act={"profile": {"work": ["data_entry"]}})
        assert filled["profile"] == {"work": ["data_entry"]} and filled["work"] == "answered"
        assert filled["requested_slot"] == "volume"
        assert dispatcher.messages == []

    async def test_several_answers_at_once_are_said_back(self, hear: Any, dispatcher: Any) -> None:
        profile = {"work": ["data_entry"], "setup": "none"}
        filled = await hear("inform", "work", act={"profile": profile})
        assert (filled["setup"], filled["requested_slot"]) == ("answered", "volume")
        assert [message["text"] for message in dispatcher.messages] == ["Noted: data entry, nobody does this today."]

    async def test_an_answer_to_another_question_leaves_this_one_open(self, hear: Any) -> None:
        filled = await hear("inform", "work", act={"profile": {"hours": "24x7"}})
        assert (filled["hours"], filled["work"], filled["requested_slot"]) == ("answered", None, "work")

    async def test_a_vague_answer_is_said_back(self, hear: Any, dispatcher: Any) -> None:
        await hear("inform", "volume", act={"profile": {"volume": [300, 500], "unit": "calls"}, "fuzzy": ["volume"]})
        assert [message["text"] for message in dispatcher.messages] == ["Noted: about 300 to 500 calls."]

    async def test_a_bare_number_is_asked_about(self, hear: Any, dispatcher: Any) -> None:
        await hear("inform", "volume", act={"profile": {"volume": 500}})
        [asked] = [message["text"] for message in dispatcher.messages]
        assert asked.startswith("500 of what? I take it as contacts a month; if not, say it whole")

    async def test_nothing_is_not_said_back(self, hear: Any, dispatcher: Any) -> None:
        await hear("inform", "volume", act={"profile": {"unit": "calls", "period": "month"}})
        assert "Noted: ." not in [message["text"] for message in dispatcher.messages]

    async def test_a_question_beside_an_answer_is_answered_before_it_goes_on(self, hear: Any, dispatcher: Any) -> None:
        await hear("inform", "setup", act={"profile": {"setup": "none"}, "aside": "what_is_nearshore"})
        answer, noted = dispatcher.messages
        assert answer["response"] == "utter_faq/what_is_nearshore"
        assert noted["text"] == "Noted: nobody does this today." and noted["metadata"]["kind"] == "notice"

    @pytest.mark.parametrize("intent", ["skip", "dont_know"])
    async def test_a_question_can_be_skipped(self, intent: str, hear: Any, dispatcher: Any) -> None:
        filled = await hear(intent, "volume", Interview({"work": ["data_entry"]}))
        assert (filled["volume"], filled["requested_slot"]) == ("skipped", "setup")
        assert dispatcher.messages == []

    async def test_back_opens_the_question_before(self, hear: Any) -> None:
        so_far = Interview({"work": ["data_entry"], "volume": 5}, frozenset({"setup"}))
        filled = await hear("go_back", "priority", so_far)
        assert (filled["setup"], filled["requested_slot"]) == (None, "setup")
        filled = await hear("go_back", "setup", so_far.without("setup"))
        assert filled["profile"] == {"work": ["data_entry"]} and filled["requested_slot"] == "volume"

    async def test_a_recommendation_may_be_had_early(self, hear: Any) -> None:
        filled = await hear("recommend_now", "hours", Interview(FIVE))
        assert {filled[group] for group in ("hours", "complexity", "channels", "home")} == {"skipped"}
        assert filled["requested_slot"] is None

    async def test_the_last_answer_ends_it(self, hear: Any) -> None:
        so_far = Interview({**FIVE, **{key: value for key, value in REST.items() if key != "home"}})
        filled = await hear("inform", "home", so_far, act={"profile": {"home": "US"}})
        assert filled["requested_slot"] is None and filled["profile"] == FIVE | REST

    @pytest.mark.parametrize(
        ("intent", "asked", "act"),
        [
            ("faq", "volume", {}),
            ("unclear", "volume", {}),
            ("inform", "volume", {"profile": {}}),
            ("why_ask", "volume", {}),
            ("go_back", "work", {}),
            ("recommend_now", "work", {}),
        ],
    )
    async def test_what_is_no_answer_fills_nothing_so_that_its_own_rule_applies(
        self, intent: str, asked: str, act: dict[str, Any], dispatcher: Any, tracker: Any, hear: Any
    ) -> None:
        heard = tracker(intent, act=act, asked=asked)
        assert await ValidateAssessmentForm().get_extraction_events(dispatcher, heard, DOMAIN) == []
        assert await hear(intent, asked, act=act) == then(kept(Interview()), {"requested_slot": "work"})
        assert dispatcher.messages == []

    async def test_only_what_makes_sense_is_asked(self, hear: Any) -> None:
        order, so_far = [], Interview({"work": ["outbound_sales"]})
        while so_far.next:
            order.append((await hear("thank", "work", so_far))["requested_slot"])
            so_far = so_far.skip(so_far.next.group)
        assert order == ["volume", "setup", "priority", "data", "complexity", "home"]

    async def test_when_all_is_settled_none_is_asked(self, hear: Any) -> None:
        filled = await hear("inform", "home", Interview(FIVE | REST).without("home"), {"profile": {"home": "US"}})
        assert filled["requested_slot"] is None

    def test_the_domain_knows_every_question_in_order(self) -> None:
        assert DOMAIN["forms"]["assessment_form"]["required_slots"] == list(questions())
        assert set(questions()) <= set(DOMAIN["slots"])


class TestStopping:
    """Answers are kept."""

    def test_the_form_is_closed_and_the_answers_kept(
        self, tracker: Any, dispatcher: Any, reply: Any, titles: Any, slots: Any
    ) -> None:
        events = ActionStopAssessment().run(dispatcher, tracker("stop_assessment", asked="volume"), {})
        assert {"event": "active_loop", "name": None, "timestamp": None} in events
        assert slots(events) == {"requested_slot": None}
        assert titles(reply()) == ["Go on with the assessment", "Start over"]

    def test_there_may_be_nothing_to_stop(self, tracker: Any, dispatcher: Any, reply: Any) -> None:
        assert ActionStopAssessment().run(dispatcher, tracker("stop_assessment"), {}) == []
        assert reply()["text"].startswith("All right.")


class TestStartingOver:
    """Answers are forgotten."""

    @pytest.mark.parametrize("asked", ["setup", None])
    def test_every_answer_is_forgotten(
        self, asked: str | None, tracker: Any, dispatcher: Any, slots: Any, reply: Any
    ) -> None:
        given = kept(Interview(FIVE, frozenset({"home"})), assessment_id="old")
        heard = tracker("start_over", act={"confirmed": True}, slots=given, asked=asked)
        emptied = then(given, slots(ActionStartOver().run(dispatcher, heard, {})))
        assert interview_of(tracker(slots=emptied)) == Interview()
        assert emptied["assessment_id"] is None and emptied["asked"] == []
        assert bool(reply()["buttons"]) == (asked is None)

    def test_it_asks_first_where_there_is_something_to_lose(
        self, dispatcher: Any, tracker: Any, slots: Any, reply: Any, titles: Any
    ) -> None:
        given = kept(Interview({"setup": "none"}))
        assert ActionStartOver().run(dispatcher, tracker("start_over", slots=given, asked="work"), {}) == []
        assert reply()["metadata"] == {"kind": "notice", "confirm": "start_over"}
        assert titles(reply()) == ["Yes, start over", "No, keep them"]

    def test_where_nothing_was_told_nothing_is_said_to_be_cleared(
        self, dispatcher: Any, tracker: Any, reply: Any
    ) -> None:
        ActionStartOver().run(dispatcher, tracker("start_over"), {})
        assert reply()["response"] == "utter_smalltalk/greet"


class TestGoingBack:
    """The form goes back by itself; this says that it cannot."""

    def test_before_the_first_question_there_is_nothing(self, dispatcher: Any, tracker: Any, reply: Any) -> None:
        ActionGoBack().run(dispatcher, tracker("go_back", asked="work"), {})
        assert "nothing before it" in reply()["text"]

    def test_without_a_question_it_says_so(self, dispatcher: Any, tracker: Any, reply: Any) -> None:
        ActionGoBack().run(dispatcher, tracker("go_back"), {})
        assert reply()["response"] == "utter_nothing_asked"
