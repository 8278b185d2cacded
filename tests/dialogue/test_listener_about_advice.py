"""After a result its visitor doubts it, changes an answer, or wants everything gone."""

from __future__ import annotations

import pytest

from bot.dialogue.act import Act, Standing
from bot.reading import Ambiguity, Challenge
from bot.recognition.decision import Decision
from tests.dialogue.understanding import ASKED, DONE, Read, Understanding, hear

WHAT_IF = Challenge("what_if", factor=2.0)


def heard(text: str, standing: Standing, decided: Decision | None = None, read: Read | None = None) -> Act:
    understood = Understanding({text: decided} if decided else {}, {text: read} if read else {})
    understood.challenges = {"what if it doubles": WHAT_IF}
    understood.changes = {"change the volume": ("volume",), "change the volume to 20": ("volume",), "change it": ()}
    return understood.listener().hear(text, standing)


def test_a_doubt_after_the_result_is_one_whatever_question_it_sounds_like() -> None:
    act = heard("what if it doubles", DONE, Decision("faq/what_is_bpo", score=0.9))
    assert (act.intent, act.challenge) == ("challenge", WHAT_IF)


@pytest.mark.parametrize("standing", [Standing(), ASKED])
def test_before_a_result_there_is_nothing_to_doubt(standing: Standing) -> None:
    assert heard("what if it doubles", standing, Decision("faq/what_is_bpo", score=0.9)).intent == "faq"


@pytest.mark.parametrize("standing", [ASKED, DONE])
def test_an_answer_is_changed_by_its_name(standing: Standing) -> None:
    act = heard("change the volume", standing)
    assert (act.intent, act.groups) == ("change_answer", ("volume",))
    assert heard("change it", standing).groups == ()


def test_with_the_new_value_it_is_an_answer() -> None:
    act = heard("change the volume to 20", ASKED, read=Read({"volume": 20}, ("volume",)))
    assert (act.intent, act.profile) == ("inform", {"volume": 20})


def test_outside_an_assessment_no_answer_can_be_changed() -> None:
    assert heard("change the volume", Standing()).intent == "unclear"


@pytest.mark.parametrize("label", ["affirm", "forget_me"])
def test_a_yes_to_what_was_asked_back_confirms_it(label: str) -> None:
    act = hear("yes", Decision(label, score=0.9), standing=Standing(confirming="forget_me"))
    assert (act.intent, act.confirmed) == ("forget_me", True)


def test_anything_else_does_not() -> None:
    standing = Standing(open=True, asked="setup", confirming="forget_me")
    nobody = Read({"setup": "none"}, ("setup",))  # what a "no" means to the question about the set-up
    assert hear("no", Decision("deny", score=0.9), nobody, standing).intent == "deny"
    assert not hear("forget me", Decision("forget_me", score=0.9)).confirmed


def test_a_yes_to_nothing_is_only_a_yes() -> None:
    assert hear("yes", Decision("affirm", score=0.9)).intent == "affirm"


def test_an_answer_that_may_mean_several_things_says_which() -> None:
    readings = [{"setup": "inhouse_ok"}, {"setup": "inhouse_strained"}]
    read = Read(ambiguous=(Ambiguity("setup", readings),))
    act = hear("our team", read=read, standing=Standing(open=True, asked="setup"))
    assert (act.intent, act.readings) == ("unclear", tuple(readings))
    assert hear("our team", read=read, standing=ASKED).readings == ()  # volume was asked


class TestChoices:
    """A number picks one of the last choices."""

    STANDING = Standing(open=True, asked="setup", choices=("Nobody yet", "Our own team, coping"))

    def test_it_is_as_good_as_the_words(self) -> None:
        read = {"Our own team, coping": Read({"setup": "inhouse_ok"}, ("setup",))}
        act = Understanding(read=read).listener().hear("2", self.STANDING)
        assert (act.intent, act.profile) == ("inform", {"setup": "inhouse_ok"})

    def test_what_could_be_asked_next_is_picked_too(self) -> None:
        next_ = Standing(previous="What is KPO?", choices=("Who pays?", "What is BPO?"))
        assert Understanding().listener().hear("2", next_).label == "faq/what_is_bpo"

    def test_one_too_many_picks_nothing(self) -> None:
        assert Understanding().listener().hear("3", self.STANDING).intent == "unclear"

    def test_an_amount_is_an_amount(self) -> None:
        standing = Standing(open=True, asked="volume", choices=("Under 500 a month",))
        understood = Understanding(read={"1": Read({"volume": 1}, ("volume",))})
        assert understood.listener().hear("1", standing).profile == {"volume": 1}


def test_why_after_the_result_asks_for_its_reasons() -> None:
    act = hear("why this", Decision("why_ask", score=0.9), standing=DONE)
    assert act.challenge == Challenge("why_not")


def test_a_changed_amount_after_the_result_is_no_new_case() -> None:
    read = Read({"volume": 1800, "unit": "tickets"})
    act = hear("ok make it 1800 tickets", Decision("start_assessment", score=0.9), read, DONE)
    assert (act.intent, act.profile) == ("inform", read.profile)
    other = Read({"work": ["hr_payroll"], "volume": 40})
    assert (
        hear("we need payroll for 40", Decision("start_assessment", score=0.9), other, DONE).intent
        == "start_assessment"
    )


def test_a_wish_for_advice_that_tells_nothing_does_not_clear_the_answers_unasked() -> None:
    wish = Decision("start_assessment", score=0.9)
    assert hear("help me choose again", wish, standing=DONE).intent == "start_over"
    assert hear("help me choose again", wish).intent == "start_assessment"


@pytest.mark.parametrize(("text", "confirmed"), [("yes forget me", True), ("forget me", False)])
def test_a_yes_before_the_wish_to_be_forgotten_is_its_confirmation(text: str, confirmed: bool) -> None:
    assert hear(text, Decision("forget_me", score=0.9)).confirmed is confirmed


def test_a_cry_for_help_comes_before_everything() -> None:
    act = hear("3 calls, and i want to kill myself", Decision("inform"), Read({"volume": 3}), ASKED)
    assert (act.intent, act.label, act.personal) == ("smalltalk", "smalltalk/distress", False)
