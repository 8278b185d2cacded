"""What a visitor picks, answers or asks aside while the bot has asked something."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dialogue.act import Act, Standing, as_event
from bot.dialogue.assessing import STEERING
from bot.recognition.decision import Decision
from tests.dialogue.understanding import ASKED, OFFERED, Read, Understanding, hear


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

    def test_what_is_surely_about_something_else_is_no_answer(self) -> None:
        text, asked = "order me a pizza with cheese", Standing(open=True, asked="work")
        food = Decision("out_of_scope/food", score=0.93)
        taken = replace(
            Understanding({text: food}).listener(),
            read=lambda _, asked: Read({"work": ["order_taking"]}, ("work",)) if asked else Read(),
        )
        assert taken.hear(text, asked).label == "out_of_scope/food"
        told = Read({"work": ["order_taking"]}, ("work",))
        assert hear(text, food, told, asked).intent == "inform", "it says so without being asked, too"
        assert hear(text, Decision("out_of_scope/food", score=0.7), told, asked).intent == "inform"

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
        act = hear("that is it then", Decision(label, score=0.7), Read({"work": ["data_entry"]}), ASKED)
        assert (act.intent, act.label, act.confidence) == (label, label, 0.7)

    def test_a_bare_word_that_answers_is_no_wish_for_a_person(self) -> None:
        act = hear("phone", Decision("hand_off", score=0.7), Read({"channels": ["voice"]}), ASKED)
        assert act.intent == "inform"
        assert hear("a person", Decision("hand_off", score=0.7), Read({}), ASKED).intent == "hand_off"

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


class TestTold:
    """What answers another question than the one asked is an answer, though an entry is about it."""

    @pytest.mark.parametrize("text", ["24/7", "we see patient records, say"])
    def test_a_statement_is(self, text: str) -> None:
        read = Read({"hours": "24x7"}, ("hours",))
        act = hear(text, Decision("faq/what_is_bpo", score=0.9), read, ASKED)
        assert (act.intent, act.profile) == ("inform", {"hours": "24x7"})

    @pytest.mark.parametrize("text", ["how does 24/7 work", "24/7?"])
    def test_a_question_is_not(self, text: str) -> None:
        read = Read({"hours": "24x7"}, ("hours",))
        assert hear(text, Decision("faq/what_is_bpo", score=0.9), read, ASKED).intent == "faq"

    def test_a_number_of_nothing_is_not_guessed_at(self) -> None:
        asked = Standing(open=True, asked="work")
        assert hear("5", Decision("faq/what_is_bpo", score=0.9), standing=asked).intent == "unclear"


class TestPersonal:
    """An address or a number that nobody asked for is noticed, whatever the message is."""

    @pytest.mark.parametrize("text", ["mail jane@example.com", "what is bpo? call 415 555 2671"])
    def test_it_is_noticed(self, text: str) -> None:
        assert as_event(hear(text), {})["personal"] and as_event(hear(text, standing=ASKED), {})["personal"]

    def test_where_a_contact_is_wanted_it_is_not(self) -> None:
        text = "please call me: jane@example.com"
        assert not hear(text, Decision("hand_off", score=0.9)).personal
        assert not hear(text, standing=Standing(handoff="asked")).personal
        assert not hear(text, standing=Standing(handoff="handed_over")).personal
