"""What a visitor asks: one thing, a follow-up, or of a vendor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue.act import Act, Standing
from bot.dialogue.assessing import STEERING
from bot.dialogue.listener import GUARD
from bot.dialogue.text_form import spelt_out
from bot.faq import FaqCatalog
from bot.recognition.classifier import Ranked
from bot.recognition.decision import Decision
from tests.dialogue.understanding import ASKED, DONE, Read, Understanding, hear


class TestAnywhere:
    """Outside the assessment, or where it makes no difference."""

    def test_a_question_with_an_answer(self) -> None:
        act = hear("bpo?", Decision("faq/what_is_bpo", score=0.8))
        assert (act.intent, act.label, act.confidence) == ("faq", "faq/what_is_bpo", 0.8)
        assert [one.label for one in act.ranked] == ["bpo?"]

    def test_a_question_that_could_be_several(self) -> None:
        act = hear("cost?", Decision(choices=("faq/billing", "faq/price"), score=0.5))
        assert (act.intent, act.choices, act.confidence) == ("clarify", ("billing", "price"), 0.5)

    def test_a_topic_that_nobody_wrote_yet(self) -> None:
        act = hear("rpo?", Decision("unwritten/what_is_rpo", score=0.8))
        assert (act.intent, act.label) == ("unwritten", "unwritten/what_is_rpo")

    def test_what_is_out_of_scope(self) -> None:
        act = hear("rain?", Decision("out_of_scope/weather", score=0.8))
        assert (act.intent, act.label) == ("out_of_scope", "out_of_scope/weather")

    def test_gibberish_is_unclear_and_nothing_is_read_into_it(self) -> None:
        read = Read({"work": ["data_entry"], "volume": 5})
        act = hear("asdf", Decision("out_of_scope/gibberish", score=0.8), read, DONE)
        assert (act.intent, act.profile) == ("unclear", {})

    def test_another_language_is_no_gibberish(self) -> None:
        act = hear("asdf", Decision("out_of_scope/gibberish", score=0.8), Read(), DONE, foreign=True)
        assert act.intent == "other_language"

    def test_nothing_understood(self) -> None:
        act = hear("qwerty", Decision(score=0.1))
        assert (act.intent, act.label, act.confidence) == ("unclear", None, 0.1)

    @pytest.mark.parametrize(
        "decision", [Decision(), Decision("out_of_scope/weather"), Decision(choices=("faq/a", "faq/b"))]
    )
    def test_another_language_is_said_to_be_one(self, decision: Decision) -> None:
        assert hear("was ist das", decision, foreign=True).intent == "other_language"

    def test_a_foreign_word_in_a_question_that_is_understood_does_not_matter(self) -> None:
        assert hear("que es bpo", Decision("faq/what_is_bpo"), foreign=True).intent == "faq"

    def test_asking_for_advice_starts_the_assessment_with_what_was_told(self) -> None:
        read = Read({"work": ["appointments"]}, ("work",))
        act = hear("which one for a clinic?", Decision("start_assessment", score=0.9), read)
        assert (act.intent, act.label, act.profile) == (
            "start_assessment",
            "start_assessment",
            {"work": ["appointments"]},
        )

    @pytest.mark.parametrize("label", [None, "out_of_scope/weather"])
    def test_a_case_told_without_asking_starts_the_assessment(self, label: str | None) -> None:
        read = Read({"work": ["customer_support"], "volume": 8000}, ("work", "volume"))
        act = hear("24/7 phone support, 8,000 calls", Decision(label, score=0.3), read)
        assert (act.intent, act.profile) == ("start_assessment", read.profile)

    @pytest.mark.parametrize("profile", [{"work": ["customer_support"]}, {"volume": 8000, "unit": "calls"}])
    def test_a_word_or_a_number_alone_is_no_case(self, profile: dict[str, Any]) -> None:
        assert hear("phones", read=Read(profile)).intent == "unclear"

    def test_a_changed_answer_after_the_result_informs(self) -> None:
        act = hear("actually 20 agents", read=Read({"volume": 20, "unit": "agents"}), standing=DONE)
        assert (act.intent, act.profile) == ("inform", {"volume": 20, "unit": "agents"})

    def test_a_new_case_after_the_result_revises_it(self) -> None:
        read = Read({"work": ["data_entry"], "volume": 90})
        assert hear("data entry, 90 records", read=read, standing=DONE).intent == "inform"

    @pytest.mark.parametrize("label", sorted(STEERING))
    def test_steering_words_keep_their_intent(self, label: str) -> None:
        assert hear("that", Decision(label, score=0.9)).intent == label


class TestFollowUp:
    """A question that only the one before makes clear."""

    BEFORE = Standing(previous="What is BPO?")
    SALARY = (Ranked("faq/salary", 0.95, 0.5), Ranked("faq/what_is_bpo", 0.3, 0.5))
    WEIGHT = 2 * 0.95 / 3  # alone it is ranked as nothing

    def follow(
        self,
        text: str,
        joined: Sequence[Ranked],
        alone: Decision | None = None,
        standing: Standing = BEFORE,
        following: Mapping[str, Sequence[str]] | None = None,
    ) -> Act:
        understood = Understanding({text: alone or Decision()})
        named = spelt_out(text, "BPO") or ""
        understood.ranked = {one: list(joined) for one in (f"BPO {text}", f"{text} BPO", named)}
        return replace(understood.listener(), following=following or {}).hear(text, standing)

    def test_it_is_understood_with_the_title_before_it(self) -> None:
        act = self.follow("and who pays more", self.SALARY)
        assert (act.intent, act.label, act.confidence) == ("faq", "faq/salary", pytest.approx(self.WEIGHT))

    def test_what_is_clear_alone_stays_as_it_is(self) -> None:
        assert self.follow("and who pays more", self.SALARY, Decision("faq/other", score=0.95)).label == "faq/other"
        assert self.follow("is that so", self.SALARY, Decision("smalltalk/thanks", score=0.95)).intent == "smalltalk"

    def test_what_a_pronoun_stands_for_is_never_clear_alone(self) -> None:
        assert self.follow("what do they earn", self.SALARY, Decision("faq/other", score=0.95)).label == "faq/salary"

    @pytest.mark.parametrize("label", ["dont_follow", "give_example", "why_ask"])
    def test_a_word_about_an_answer_may_ask_for_another_entry_but_not_for_the_same(self, label: str) -> None:
        alone = Decision(label, score=0.98)
        assert self.follow("why is that", self.SALARY, alone).label == "faq/salary"
        again = (Ranked("faq/what_is_bpo", 1.0, 0.5),)
        assert self.follow("why is that", again, alone).intent == label

    def test_to_say_it_shorter_asks_for_nothing_else(self) -> None:
        assert self.follow("is it shorter", self.SALARY, Decision("shorten", score=0.95)).intent == "shorten"

    def test_what_is_understood_alone_and_leans_on_nothing_stays_as_it_is(self) -> None:
        act = self.follow("who pays more", self.SALARY, Decision("faq/other", score=0.9))
        assert act.label == "faq/other"

    def test_what_leans_on_the_question_before_is_weighed_with_it(self) -> None:
        assert self.follow("and who pays more", self.SALARY, Decision("faq/other", score=0.4)).label == "faq/salary"

    def test_it_comes_before_a_did_you_mean(self) -> None:
        alone = Decision(choices=("faq/a", "faq/b"))
        assert self.follow("and who pays more", self.SALARY, alone).label == "faq/salary"

    def test_what_the_entry_before_leads_to_weighs_more(self) -> None:
        near = (Ranked("faq/a", 0.46, 0.5), Ranked("faq/b", 0.40, 0.5))
        following = {"faq/what_is_bpo": ("faq/b",)}
        assert self.follow("and more", near).choices == ("a", "b")
        assert self.follow("and more", near, following=following).choices == ("b", "a")

    def test_what_may_follow_is_asked_about(self) -> None:
        near = (Ranked("faq/a", 0.6, 0.5), Ranked("faq/b", 0.2, 0.5), Ranked("faq/c", 0.01, 0.5))
        act = self.follow("and more", near)
        assert (act.intent, act.label, act.choices) == ("clarify", None, ("a", "b"))
        assert self.follow("and more", near, Decision("out_of_scope/weather", score=0.8)).intent == "clarify"

    def test_what_is_understood_alone_is_not_asked_about(self) -> None:
        near = (Ranked("faq/a", 0.5, 0.5),)
        assert self.follow("and more", near, Decision("faq/other", score=0.9)).label == "faq/other"

    @pytest.mark.parametrize("label", ["unwritten/rpo", "out_of_scope/weather", "hand_off"])
    def test_only_an_entry_follows(self, label: str) -> None:
        assert self.follow("and who pays more", [Ranked(label, 0.9, 0.9)]).intent == "unclear"

    def test_what_is_likely_of_nothing_does_not_follow(self) -> None:
        assert self.follow("and who pays more", [Ranked("faq/salary", 0.1, 0.5)]).intent == "unclear"

    def test_a_longer_question_stands_on_its_own(self) -> None:
        assert self.follow("one two three four five six seven eight nine ten", self.SALARY).intent == "unclear"

    def test_without_an_answer_before_nothing_follows(self) -> None:
        assert self.follow("and who pays more", self.SALARY, standing=Standing()).intent == "unclear"


class TestGuard:
    """A question put to a vendor on a topic without an answer: the guard entry says whom to ask."""

    TOPIC = Decision("unwritten/what_is_attrition", score=0.7)

    @pytest.mark.parametrize(
        "text",
        [
            "what is your attrition rate",
            "What's YOUR csat?",
            "is the platform yours",
            "do you sign a data processing agreement",
            "are you certified for card payments",
            "will you train the team on our product",
            "would you take a three month contract",
            "have you got agents in colombia",
            "how did you do on first call resolution last year",
            "how do you keep agents from leaving",
        ],
    )
    def test_a_question_for_a_vendor_goes_to_the_guard(self, text: str) -> None:
        act = hear(text, self.TOPIC, near_guard=True)
        assert (act.intent, act.label, act.confidence) == ("faq", GUARD, 0.7)

    def test_in_the_assessment_too(self) -> None:
        assert hear("what is your attrition rate?", self.TOPIC, standing=ASKED, near_guard=True).label == GUARD

    @pytest.mark.parametrize(
        "text",
        [
            "can you tell me about kpo",
            "could you explain attrition",
            "do you know what attrition is",
            "do you think attrition matters",
            "what do you mean by attrition",
            "would you explain attrition to me",
            "will you help me understand attrition",
            "would you tell me about attrition",
            "what is attrition, thank you",
            "how do i introduce yourself in an interview",
            "what about attrition? you decide",
            "how do young people like call centers",
        ],
    )
    def test_you_alone_does_not_make_a_vendor(self, text: str) -> None:
        assert hear(text, self.TOPIC, near_guard=True).label == self.TOPIC.label

    @pytest.mark.parametrize(
        "label", ["faq/what_is_bpo", "out_of_scope/weather", "smalltalk/thanks", "hand_off", "start_assessment"]
    )
    def test_only_a_topic_without_an_answer_is_guarded(self, label: str) -> None:
        assert hear("what is your point", Decision(label, score=0.7)).label == label

    def test_what_is_not_understood_is_not_guarded(self) -> None:
        assert hear("what is your floop").intent == "unclear"
        assert hear("what is your cost?", Decision(choices=("a", "b"))).intent == "clarify"

    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("how do you calculate fte", "unwritten/what_is_an_fte"),
            ("how do you calculate occupancy in a call centre", "unwritten/what_are_occupancy_and_shrinkage"),
            ("is it cheaper to run your own call center or outsource", "unwritten/in_house_or_outsourced"),
            ("what do you do all day as a call center agent", "unwritten/what_is_call_center_work_like"),
            ("is working nights bad for your health", "unwritten/is_night_shift_unhealthy"),
            ("are you willing to work night shift", "unwritten/how_to_answer_night_shift"),
            ("best answer for why do you want to work in a call center", "unwritten/how_to_answer_why_bpo"),
            ("have you heard of bpaas", "unwritten/what_is_bpaas"),
            ("do you have an answer about gdpr", "unwritten/gdpr_and_outsourcing"),
        ],
    )
    def test_you_that_means_anyone_or_this_bot_is_no_vendor(self, text: str, label: str) -> None:
        assert hear(text, Decision(label, score=0.7)).label == label

    def test_the_guard_is_a_written_entry(self) -> None:
        assert GUARD.removeprefix("faq/") in FaqCatalog.load()
