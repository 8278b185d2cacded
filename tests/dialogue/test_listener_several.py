"""Two questions in one message."""

from __future__ import annotations

import pytest

from bot.dialogue.act import Act, Standing, as_event
from bot.recognition.classifier import Ranked
from bot.recognition.decision import Decision
from tests.dialogue.understanding import Read, Understanding

BPO, CALLS, RAIN = "what is bpo?", "how are calls billed?", "is it raining?"


class TestSeveral:
    """Two questions in one message, or one with a greeting around it."""

    PARTS = (
        (BPO, Decision("faq/what_is_bpo", score=0.9)),
        (CALLS, Decision("faq/how_are_calls_billed", score=0.8)),
        (RAIN, Decision("out_of_scope/weather", score=0.7)),
        ("where is rpo?", Decision("unwritten/what_is_rpo", score=0.8)),
        ("who did asdf?", Decision("out_of_scope/gibberish", score=0.8)),
        ("thanks a lot.", Decision("smalltalk/thanks", score=0.9)),
    )

    def hear(self, text: str, whole: Decision | None = None, standing: Standing | None = None) -> Act:
        understood = Understanding({**dict(self.PARTS), text: whole or Decision()})
        return understood.listener().hear(text, standing or Standing())

    @pytest.mark.parametrize("text", [f"{BPO} {CALLS}", f"{BPO}\n{CALLS}", f"{BPO} {CALLS} {RAIN}"])
    def test_two_questions_get_two_answers(self, text: str) -> None:
        act = self.hear(text)
        assert (act.intent, act.several) == ("several", ("faq/what_is_bpo", "faq/how_are_calls_billed"))
        assert act.confidence <= 0.8

    def test_questions_joined_by_and_are_two(self) -> None:
        understood = Understanding({"what is bpo": Decision("faq/a"), "how are calls billed": Decision("faq/b")})
        act = understood.listener().hear("what is bpo and how are calls billed", Standing())
        assert act.several == ("faq/a", "faq/b")

    @pytest.mark.parametrize(
        ("text", "label"),
        [(f"{BPO} {RAIN}", "out_of_scope/weather"), (f"{BPO} where is rpo?", "unwritten/what_is_rpo")],
    )
    def test_of_two_questions_one_may_be_declined(self, text: str, label: str) -> None:
        assert self.hear(text).several == ("faq/what_is_bpo", label)

    @pytest.mark.parametrize("text", [f"thanks a lot. {BPO}", f"hi! {BPO}", f"{BPO} who did asdf?"])
    def test_a_greeting_around_a_question_does_not_hide_it(self, text: str) -> None:
        act = self.hear(text, Decision("smalltalk/thanks", score=0.9))
        assert (act.intent, act.label, act.several) == ("faq", "faq/what_is_bpo", ())

    def test_what_can_be_answered_is_not_crowded_out_by_what_cannot(self) -> None:
        assert "faq/what_is_bpo" in self.hear(f"{RAIN} where is rpo? {BPO}").several

    def test_the_same_question_twice_is_one(self) -> None:
        act = self.hear(f"{BPO} {BPO}")
        assert (act.intent, act.label) == ("faq", "faq/what_is_bpo")

    def test_what_is_understood_as_a_whole_stays_whole(self) -> None:
        act = self.hear(f"our boss said so. {BPO}", Decision("faq/other", score=0.9))
        assert (act.intent, act.label) == ("faq", "faq/other")

    def test_without_an_answer_among_them_nothing_is_taken_apart(self) -> None:
        act = self.hear(f"{RAIN} where is rpo?", Decision("out_of_scope/weather", score=0.6))
        assert (act.intent, act.several) == ("out_of_scope", ())

    @pytest.mark.parametrize("whole", [Decision(), Decision("faq/what_is_bpo", score=0.9)])
    def test_a_second_question_that_is_not_understood_is_not_passed_over(self, whole: Decision) -> None:
        act = self.hear(f"{BPO} what of the frobnicator?", whole)
        assert (act.intent, act.several, act.choices, act.missed) == ("several", ("faq/what_is_bpo",), (), True)

    def test_what_it_may_have_meant_is_offered(self) -> None:
        unsure = Decision(choices=("faq/billing", "faq/what_is_bpo"))
        understood = Understanding({BPO: Decision("faq/what_is_bpo"), "what of the costs?": unsure})
        act = understood.listener().hear(f"{BPO} what of the costs?", Standing())
        assert (act.several, act.choices, act.missed) == (("faq/what_is_bpo",), ("billing",), True)

    @pytest.mark.parametrize("text", ["explain hello and what is bpo pls", "what are hello & what is bpo?"])
    def test_two_terms_to_explain_get_two_answers(self, text: str) -> None:
        assert self.hear(text).several == ("smalltalk/greet", "faq/what_is_bpo")

    @pytest.mark.parametrize(
        "text", ["what is hello or what is bpo", "define hello and asdf", "hello and what is bpo", "define hello"]
    )
    def test_what_compares_terms_or_names_an_unknown_one_is_one_question(self, text: str) -> None:
        assert self.hear(text).several == ()

    def test_a_part_that_points_at_the_one_before_is_understood_with_it(self) -> None:
        understood = Understanding({"why are night shifts so common": Decision("faq/nights", score=0.9)})
        second = "are they bad for my health?"
        health = [Ranked("faq/health", 0.95, 0.5)]
        subject = "night shifts so common"
        named = f"are {subject} bad for my health?"
        understood.ranked = dict.fromkeys((f"{subject} {second}", f"{second} {subject}", named), health)
        understood.decided = {**understood.decided, second: Decision("out_of_scope/health", score=0.5)}
        act = understood.listener().hear(f"why are night shifts so common, and {second}", Standing())
        assert act.several == ("faq/nights", "faq/health")

    @pytest.mark.parametrize("text", [f"{BPO} how is it done?", f"{BPO} what?", f"{BPO} i was wondering about that"])
    def test_what_belongs_to_the_question_before_is_no_second_one(self, text: str) -> None:
        act = self.hear(text, Decision("faq/what_is_bpo", score=0.9))
        assert (act.intent, act.label, act.missed) == ("faq", "faq/what_is_bpo", False)

    def test_actions_know_what_to_call_each(self) -> None:
        event = as_event(self.hear(f"{BPO} {RAIN}"), {"out_of_scope/weather": {"name": "the weather"}})
        assert event["several"] == [
            {"label": "faq/what_is_bpo", "name": None},
            {"label": "out_of_scope/weather", "name": "the weather"},
        ]


class TestACase:
    """Several sentences that tell a case, with or without a word for advice."""

    TOLD = "We run a clinic. 2,500 calls a month. HIPAA applies."
    CASE = Read({"work": ["appointments"], "volume": 2500, "unit": "calls"})
    KNOWN = (
        ("HIPAA applies.", Decision("faq/hipaa", score=0.9)),
        ("What would you do?", Decision()),
        ("What is HIPAA?", Decision("faq/hipaa", score=0.9)),
    )

    @pytest.mark.parametrize("text", [TOLD, f"{TOLD} What would you do?"])
    def test_it_begins_the_assessment_though_a_sentence_names_an_entry(self, text: str) -> None:
        act = Understanding(dict(self.KNOWN), {text: self.CASE}).listener().hear(text, Standing())
        assert act.intent == "start_assessment" and act.profile == self.CASE.profile

    def test_a_question_for_an_entry_is_answered(self) -> None:
        text = f"{self.TOLD} What is HIPAA?"
        act = Understanding(dict(self.KNOWN), {text: self.CASE}).listener().hear(text, Standing())
        assert act.label == "faq/hipaa"

    def test_too_little_is_no_case(self) -> None:
        little = Read({"work": ["appointments"], "unit": "calls"})
        act = Understanding(dict(self.KNOWN), {self.TOLD: little}).listener().hear(self.TOLD, Standing())
        assert act.label == "faq/hipaa"

    def test_after_a_recommendation_it_is_no_new_one(self) -> None:
        understood = Understanding(dict(self.KNOWN), {self.TOLD: self.CASE})
        assert understood.listener().hear(self.TOLD, Standing(finished=True)).intent != "start_assessment"
