"""What a visitor does with a message, in the light of where the conversation stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from bot.dialogue.acts import GUARD, STEERING, Act, Listener, Standing, as_event
from bot.faq import FaqCatalog
from bot.recognition.classifier import Ranked
from bot.recognition.decision import Decision

TITLES = {"what is bpo": "faq/what_is_bpo", "start over": "start_over", "hello": "smalltalk/greet"}


@dataclass(frozen=True)
class Read:
    """A reading by hand: a profile, and the slot groups it answers."""

    profile: Mapping[str, Any] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    fuzzy: frozenset[str] = frozenset()

    def covers(self, group: str) -> bool:
        return group in self.groups


class Understanding:
    """Recogniser, decision and reader by hand: what each text is decided to be, and what is read from it."""

    def __init__(
        self,
        decided: Mapping[str, Decision] | None = None,
        read: Mapping[str, Read] | None = None,
        foreign: Sequence[str] = (),
    ) -> None:
        self.decided, self.readings, self.foreign = decided or {}, read or {}, foreign
        self.asked: list[str | None] = []
        self.near_guard = False
        self.ranked: dict[str, list[Ranked]] = {}

    def rank(self, text: str) -> list[Ranked]:
        return self.ranked.get(text) or [
            Ranked(text, 0.5, 0.5),
            *([Ranked(GUARD, 0.2, 0.5)] if self.near_guard else []),
        ]

    def decide(self, ranked: Sequence[Ranked]) -> Decision:
        return self.decided.get(ranked[0].label, Decision())

    def read(self, text: str, asked: str | None) -> Read:
        self.asked.append(asked)
        return self.readings.get(text, Read())

    def listener(self) -> Listener:
        return Listener(self.rank, self.decide, self.read, TITLES, lambda text: text in self.foreign)


def hear(
    text: str,
    decision: Decision | None = None,
    read: Read | None = None,
    standing: Standing | None = None,
    foreign: bool = False,
    near_guard: bool = False,
) -> Act:
    """The act of one message that is decided and read as given."""
    understood = Understanding(
        {text: decision} if decision else {}, {text: read} if read else {}, (text,) if foreign else ()
    )
    understood.near_guard = near_guard
    return understood.listener().hear(text, standing or Standing())


OFFERED = Standing(offered=("what_is_bpo", "what_is_kpo"))
ASKED = Standing(open=True, asked="volume")
DONE = Standing(finished=True)


class TestChoices:
    """A number or a title picks from what was offered."""

    @pytest.mark.parametrize("text", ["2", " 2 ", "2.", "2)", "#2", "option 2", "Number 2", "no. 2"])
    def test_a_number_picks_what_was_offered(self, text: str) -> None:
        act = hear(text, standing=OFFERED)
        assert (act.intent, act.label, act.confidence) == ("faq", "faq/what_is_kpo", 1.0)

    def test_the_number_after_the_last_means_none_of_these(self) -> None:
        assert hear("3", standing=OFFERED).intent == "none_of_these"

    @pytest.mark.parametrize("text", ["4", "0", "12", "2 of them"])
    def test_a_number_that_was_not_offered_picks_nothing(self, text: str) -> None:
        assert hear(text, standing=OFFERED).intent == "unclear"

    def test_without_an_offer_a_number_is_a_message_like_any(self) -> None:
        assert hear("2").intent == "unclear"

    def test_with_an_offer_one_may_say_something_else(self) -> None:
        assert hear("how much?", Decision("faq/price", score=0.9), standing=OFFERED).label == "faq/price"

    @pytest.mark.parametrize("text", ["What is BPO?", "WHAT IS BPO", "whats bpo"])
    def test_a_title_is_its_entry_without_the_classifier(self, text: str) -> None:
        act = hear(text, Decision("faq/wrong", score=1.0))
        assert (act.intent, act.label) == ("faq", "faq/what_is_bpo")

    def test_a_term_that_answers_the_open_question_is_an_answer(self) -> None:
        asked, read = Standing(open=True, asked="data"), Read({"data": ["hipaa"]}, ("data",))
        assert hear("what is bpo", read=read, standing=asked).intent == "inform"
        assert hear("what is bpo", standing=asked).label == "faq/what_is_bpo"

    def test_a_button_of_an_intent_is_that_intent(self) -> None:
        act = hear("Start over", standing=ASKED)
        assert (act.intent, act.label) == ("start_over", "start_over")


class TestInTheAssessment:
    """While a question is open."""

    def test_an_answer_informs(self) -> None:
        act = hear("500 a month", read=Read({"volume": 500}, ("volume",)), standing=ASKED)
        assert (act.intent, act.profile, act.aside) == ("inform", {"volume": 500}, None)

    def test_a_vague_answer_is_marked_so_that_it_is_said_back(self) -> None:
        vague = Read({"volume": [300, 500]}, ("volume",), frozenset({"volume"}))
        assert as_event(hear("a few hundred", read=vague, standing=ASKED), {}).get("fuzzy")
        exact = Read({"volume": 500}, ("volume",))
        assert not as_event(hear("500", read=exact, standing=ASKED), {}).get("fuzzy")

    def test_an_answer_wins_over_what_it_sounds_like(self) -> None:
        read = Read({"volume": 500}, ("volume",))
        assert hear("500", Decision("faq/price", score=0.9), read, ASKED).intent == "inform"

    def test_the_reader_knows_what_was_asked(self) -> None:
        understood = Understanding()
        understood.listener().hear("500", ASKED)
        assert understood.asked[0] == "volume"

    @pytest.mark.parametrize("label", sorted(STEERING))
    def test_a_word_about_the_assessment_steers_it(self, label: str) -> None:
        act = hear("that", Decision(label, score=0.7), Read({"work": ["data_entry"]}), ASKED)
        assert (act.intent, act.label, act.confidence) == (label, label, 0.7)

    def test_an_answer_to_another_question_informs_too(self) -> None:
        act = hear("at night", read=Read({"hours": "24x7"}, ("hours",)), standing=ASKED)
        assert act.intent == "inform" and act.profile == {"hours": "24x7"}

    def test_a_question_is_answered_though_it_holds_words_of_an_answer(self) -> None:
        read = Read({"hours": "24x7"}, ("hours",))
        act = hear("what does 24/7 cost?", Decision("faq/price", score=0.9), read, ASKED)
        assert (act.intent, act.label) == ("faq", "faq/price")

    def test_a_question_that_nobody_wrote_an_answer_to_is_a_question_too(self) -> None:
        read = Read({"hours": "24x7"}, ("hours",))
        decision = Decision("unwritten/how_does_24_7_coverage_work", score=0.9)
        assert hear("how does 24/7 coverage work?", decision, read, ASKED).intent == "unwritten"

    def test_small_talk_stays_small_talk(self) -> None:
        assert hear("thanks", Decision("smalltalk/thanks", score=0.9), standing=ASKED).intent == "smalltalk"

    def test_what_nobody_understands_is_unclear(self) -> None:
        assert hear("hmpf", standing=ASKED).intent == "unclear"

    def test_a_case_told_at_the_first_question_is_no_new_assessment(self) -> None:
        read = Read({"work": ["customer_support"], "volume": 800}, ("work", "volume"))
        standing = Standing(open=True, asked="work")
        assert hear("phones, 800 calls", read=read, standing=standing).intent == "inform"


class TestAsides:
    """A question beside an answer: "nobody. wait, what's nearshore?"."""

    QUESTION = "wait, what's nearshore?"
    TEXT = f"nobody. {QUESTION}"
    READ = Read({"setup": "none"}, ("setup",))
    STANDING = Standing(open=True, asked="setup")

    def act(self, question: Decision, text: str = TEXT, read: Read = READ) -> Act:
        understood = Understanding({self.QUESTION: question}, {text: read})
        return understood.listener().hear(text, self.STANDING)

    def test_a_question_beside_an_answer_is_heard(self) -> None:
        act = self.act(Decision("faq/nearshore", score=0.8))
        assert (act.intent, act.aside, act.profile) == ("inform", "nearshore", {"setup": "none"})

    def test_a_question_beside_an_answer_to_another_question_is_heard(self) -> None:
        act = self.act(Decision("faq/nearshore", score=0.8), read=Read({"hours": "24x7"}, ("hours",)))
        assert (act.intent, act.aside) == ("inform", "nearshore")

    @pytest.mark.parametrize("label", [None, "unwritten/nearshore", "smalltalk/thanks"])
    def test_only_what_has_an_answer_is_an_aside(self, label: str | None) -> None:
        assert self.act(Decision(label)).aside is None

    def test_one_sentence_has_no_aside(self) -> None:
        assert self.act(Decision("faq/nearshore"), text=self.QUESTION).aside is None

    def test_without_a_question_there_is_no_aside(self) -> None:
        assert self.act(Decision("faq/nearshore"), text="nobody. not yet.").aside is None


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
    SALARY = (Ranked("faq/salary", 0.6, 0.5), Ranked("faq/what_is_bpo", 0.3, 0.5))

    def follow(
        self,
        text: str,
        joined: Sequence[Ranked],
        alone: Decision | None = None,
        standing: Standing = BEFORE,
        following: Mapping[str, Sequence[str]] | None = None,
    ) -> Act:
        understood = Understanding({text: alone or Decision()})
        understood.ranked = {f"{standing.previous} {text}": list(joined)}
        return replace(understood.listener(), following=following or {}).hear(text, standing)

    def test_it_is_understood_with_the_title_before_it(self) -> None:
        act = self.follow("and who pays more", self.SALARY)
        assert (act.intent, act.label, act.confidence) == ("faq", "faq/salary", 0.6)

    def test_what_is_understood_alone_and_leans_on_nothing_stays_as_it_is(self) -> None:
        act = self.follow("who pays more", self.SALARY, Decision("faq/other", score=0.9))
        assert act.label == "faq/other"

    def test_what_leans_on_the_question_before_is_weighed_with_it(self) -> None:
        assert self.follow("and who pays more", self.SALARY, Decision("faq/other", score=0.4)).label == "faq/salary"

    def test_it_comes_before_a_did_you_mean(self) -> None:
        alone = Decision(choices=("faq/a", "faq/b"))
        assert self.follow("and who pays more", self.SALARY, alone).label == "faq/salary"

    def test_what_the_entry_before_leads_to_weighs_more(self) -> None:
        near = (Ranked("faq/a", 0.3, 0.5), Ranked("faq/b", 0.25, 0.5))
        following = {"faq/what_is_bpo": ("faq/b",)}
        assert self.follow("and more", near).label == "faq/a"
        assert self.follow("and more", near, following=following).label == "faq/b"

    @pytest.mark.parametrize("label", ["unwritten/rpo", "out_of_scope/weather", "faq/what_is_bpo"])
    def test_only_another_entry_follows(self, label: str) -> None:
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


def test_actions_find_everything_they_need_in_the_event() -> None:
    act = Act(
        intent="unwritten",
        label="unwritten/what_is_rpo",
        choices=("a", "b"),
        profile={"volume": 5},
        fuzzy=("volume",),
        aside="nearshore",
    )
    cards = {"unwritten/what_is_rpo": {"name": "RPO", "topic": "kpo-family", "title": "What is RPO?"}}
    event = as_event(act, cards)
    assert (event["label"], event["name"], event["topic"]) == ("unwritten/what_is_rpo", "RPO", "kpo-family")
    assert (event["choices"], event["profile"], event["aside"]) == (["a", "b"], {"volume": 5}, "nearshore")
    assert event["fuzzy"] == ["volume"]


def test_an_act_without_a_card_has_no_name() -> None:
    event = as_event(Act("unclear"), {})
    assert event["label"] is None and event["name"] is None and event["topic"] is None
