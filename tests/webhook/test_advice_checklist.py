"""What a conversation that advises owes its visitor: announce, count, forgive, explain, take back, sum up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.assessment import Profile, recommend
from bot.dialogue.interview import questions
from tests.webhook.words import WORDS

START = "which one do we need?"


@pytest.fixture
def asked_about(visitor: Any) -> Callable[[str], Any]:
    """A visitor who is being asked about a slot group."""

    def until(group: str) -> Any:
        visitor.say(START)
        while visitor.asked != group:
            visitor.say(WORDS[str(visitor.asked)])
        return visitor

    return until


@pytest.fixture
def advised(visitor: Any) -> Any:
    """A visitor with a recommendation."""
    visitor.say(START)
    while "recommendation" not in visitor.kinds:
        visitor.say(WORDS[visitor.asked])
    return visitor


def test_it_says_how_long_it_takes_and_what_for(visitor: Any) -> None:
    visitor.say(START)
    assert "9 short questions, then a recommendation" in visitor.text and '"skip", "why" or "back"' in visitor.text


def test_the_counter_is_right_when_questions_fall_away(visitor: Any) -> None:
    visitor.say(START)
    steps = []
    for words in ("payroll", "60 employees", "our own team, stretched", "cost", "none", "ongoing"):
        question = next(r["metadata"] for r in visitor.replies if r["metadata"]["kind"] == "question")
        steps.append((question["step"], question["steps"]))
        visitor.say(words)
    assert [step for step, _ in steps] == [1, 2, 3, 4, 5, 6]
    assert [of for _, of in steps] == [9, 8, 8, 8, 8, 8]


def test_several_answers_in_one_message_are_not_asked_again(visitor: Any) -> None:
    visitor.say("24/7 phone support, roughly 8,000 calls a month, HIPAA applies, nobody does it today")
    asked = []
    while "recommendation" not in visitor.kinds:
        asked.append(visitor.asked)
        visitor.say("skip")
    assert not {"work", "volume", "setup", "data", "channels"} & set(asked), asked
    assert "hipaa" in visitor.recommendation["flags"]


@pytest.mark.parametrize("group", WORDS)
def test_an_interruption_is_served_and_the_same_question_asked_again(
    asked_about: Callable[[str], Any], group: str
) -> None:
    visitor = asked_about(group)
    for text, kind in (
        ("What is AHT, and how is it calculated?", "answer"),
        ("what is bpo", "answer"),
        ("i want to know more about people there", "clarify"),
        ("thanks", "smalltalk"),
        ("book me a flight", "out_of_scope"),
        ("why do you ask?", "notice"),
        ("xkcd frobnicate zzz", "fallback"),
    ):
        visitor.say(text)
        assert (visitor.kinds[0], visitor.asked) == (kind, group), f"{text}: {visitor.text}"
        assert len(visitor.kinds) == 2


def test_each_question_has_a_reason_of_its_own(visitor: Any) -> None:
    visitor.say(START)
    reasons = {}
    while "recommendation" not in visitor.kinds:
        group = visitor.asked
        visitor.say("why")
        reasons[group] = visitor.replies[0]["text"]
        visitor.say(WORDS[group])
    assert reasons == {group: question.why for group, question in questions().items()}


@pytest.mark.parametrize("group", WORDS)
def test_what_is_no_answer_gets_an_example_and_then_a_way_out(asked_about: Callable[[str], Any], group: str) -> None:
    visitor = asked_about(group)
    visitor.say("xkcd frobnicate zzz")
    assert questions()[group].hint in visitor.text and visitor.buttons
    visitor.say("blorp wibble")
    assert visitor.asked == group and 'say "skip"' in visitor.text


def test_what_was_skipped_is_named_as_an_assumption(visitor: Any) -> None:
    visitor.say(START)
    while "recommendation" not in visitor.kinds:
        visitor.say(WORDS[visitor.asked] if visitor.asked in ("work", "setup") else "skip")
    assumed = visitor.recommendation["assumptions"]
    assert len(assumed) >= 4 and all(line in visitor.text for line in assumed)


def test_an_answer_is_corrected_by_its_name_while_asking(asked_about: Callable[[str], Any]) -> None:
    visitor = asked_about("priority")
    visitor.say("actually 20 agents")
    assert "20 agents" in visitor.text and visitor.asked == "priority"
    visitor.say("change who does it today")
    assert "so far: nobody does this today" in visitor.text and visitor.asked == "setup"
    visitor.say("our own team, and it copes well")
    assert visitor.asked == "priority"


def test_back_shows_what_was_answered(asked_about: Callable[[str], Any]) -> None:
    visitor = asked_about("setup")
    visitor.say("back")
    assert visitor.asked == "volume" and "so far: about 8,000" in visitor.text


def test_a_bare_number_is_asked_about_once(asked_about: Callable[[str], Any]) -> None:
    visitor = asked_about("volume")
    visitor.say("500")
    assert "500 of what? I take it as contacts a month" in visitor.text and visitor.asked == "setup"
    visitor.say("500 tickets a week")
    assert "about 500 tickets a week" in visitor.text and "of what" not in visitor.text and visitor.asked == "setup"


def test_answers_that_pull_against_each_other_are_asked_about_once(asked_about: Callable[[str], Any]) -> None:
    visitor = asked_about("priority")
    visitor.say("automation matters most")
    while visitor.asked != "complexity":
        visitor.say(WORDS[visitor.asked])
    visitor.say("mixed, and no AI")
    assert visitor.text.count("You want no AI, yet automation matters most to you") == 1
    told = 0
    while "recommendation" not in visitor.kinds:
        visitor.say(WORDS[visitor.asked])
        told += "recommendation" not in visitor.kinds and "You want no AI" in visitor.text
    assert told == 0 and visitor.recommendation["contradictions"]


def test_starting_over_is_confirmed(asked_about: Callable[[str], Any]) -> None:
    visitor = asked_about("setup")
    visitor.say("start over")
    visitor.say("no")
    assert visitor.asked == "setup"
    visitor.say("start over")
    visitor.say("yes")
    assert visitor.asked == "work"


def test_it_can_be_stopped_and_taken_up_again(asked_about: Callable[[str], Any]) -> None:
    visitor = asked_about("setup")
    visitor.say("stop")
    assert visitor.asked is None and "your answers are kept" in visitor.text
    visitor.say("Go on with the assessment")
    assert visitor.asked == "setup" and "about 8,000" in visitor.text


def test_before_the_last_question_the_answers_are_summed_up_and_can_be_changed(visitor: Any) -> None:
    visitor.say(START)
    while "summary" not in visitor.kinds:
        visitor.say(WORDS[visitor.asked])
    last = visitor.asked
    assert "8,000" in visitor.text and "nobody does this today" in visitor.text and "coping with growth" in visitor.text
    visitor.say("actually lower cost matters most")
    assert visitor.asked == last
    visitor.say(WORDS[last])
    summary = visitor.replies[visitor.kinds.index("summary")]["text"]
    assert "lower cost" in summary and "growth" not in summary and "recommendation" in visitor.kinds


def test_one_may_end_when_nothing_can_change_the_option(visitor: Any) -> None:
    visitor.say("payroll for 90 employees, nobody does it yet, lowest cost, nothing sensitive")
    while "Nothing you could still tell me" not in visitor.text:
        assert visitor.asked, visitor.text
        visitor.say(WORDS[visitor.asked])
    assert visitor.buttons[-1] == "Recommend now"
    visitor.say("now")
    assert visitor.recommendation["option"] == "BACKOFFICE_BPO"


def test_what_would_change_it_does(advised: Any) -> None:
    flips = advised.recommendation["flips"]
    assert flips and advised.recommendation["runner_up"]
    advised.say("our own team does it now, and it copes well")
    [flip] = [flip for flip in flips if flip["change"] == {"setup": "inhouse_ok"}]
    assert advised.recommendation["option"] == flip["option"]


def test_a_doubt_is_answered_by_the_model_and_changes_nothing(advised: Any) -> None:
    before = advised.recommendation
    advised.say("what if the volume doubles?")
    supposed = advised.replies[0]["metadata"]["supposed"]
    assert supposed["profile"]["volume"] == 16000
    assert supposed["recommendation"] == recommend(Profile.from_dict(supposed["profile"])).to_dict()
    for text, said in (
        ("why not in-house?", "in-house"),
        ("compare the top two", "points"),
        ("and offshore?", "ffshore"),
    ):
        advised.say(text)
        assert advised.kinds == ["notice"] and said in advised.text, advised.text
    advised.say("show the whole recommendation")
    assert advised.recommendation == before


def test_what_comes_on_top_is_added(advised: Any) -> None:
    advised.say("actually it's email too")
    assert "Changed: phone and email." in advised.text
    assert advised.recommendation["option"] == "CONTACT_CENTER"


def test_an_answer_is_asked_again_after_the_result(advised: Any) -> None:
    advised.say("Change an answer")
    assert "the volume: about 8,000" in advised.text and "Change the volume" in advised.buttons
    advised.say("Change the volume")
    assert advised.asked == "volume"
    advised.say("200 calls a month")
    assert "What changed:" in advised.text and advised.recommendation["option"] == "CC_SHARED"


def test_another_kind_of_work_opens_its_questions(advised: Any) -> None:
    advised.say("actually it's payroll")
    assert advised.asked == "volume"
    advised.say("90 employees")
    while "recommendation" not in advised.kinds:
        advised.say("skip")
    assert advised.recommendation["option"] == "BACKOFFICE_BPO"


def test_forget_me_forgets(advised: Any) -> None:
    advised.say("forget me")
    advised.say("no")
    advised.say("compare the top two")
    assert "points" in advised.text  # nothing was lost by asking
    advised.say("forget me")
    advised.say("Yes, forget me")
    assert "deleted" in advised.text
    advised.say("compare the top two")
    assert "points" not in advised.text
    advised.say(START)
    assert advised.asked == "work" and "9 short questions" in advised.text
