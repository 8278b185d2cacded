"""What is said in a word or two: a client's commands, "shorter", "like what?", other languages, and a sum."""

from __future__ import annotations

from typing import Any

import pytest


def said(visitor: Any) -> str:
    return " ".join(reply["text"] for reply in visitor.replies)


def kinds(visitor: Any) -> list[str]:
    return [reply["metadata"]["kind"] for reply in visitor.replies]


def answered(visitor: Any) -> list[str]:
    return [reply["metadata"]["faq"] for reply in visitor.replies if "faq" in reply["metadata"]]


@pytest.mark.parametrize(
    ("command", "part"),
    [
        ("/get_started", "Hello"),
        ("/start", "Hello"),
        ("/restart", "Hello"),
        ("/help", "I answer questions"),
        ("/Help", "I"),
    ],
)
def test_a_clients_command_greets_or_helps(begin: Any, command: str, part: str) -> None:
    visitor = begin()
    visitor.say(command)
    assert kinds(visitor) == ["smalltalk"] and said(visitor).startswith(part)


@pytest.mark.parametrize("command", ["/restart", "/start"])
def test_a_client_may_begin_anew_once_it_is_confirmed(begin: Any, command: str) -> None:
    visitor = begin()
    visitor.say("which one do we need?")
    visitor.say("data entry")
    visitor.say(command)
    assert "Shall I?" in said(visitor)
    visitor.say("yes")
    assert visitor.asked == "work" and not visitor.slots["profile"]


def test_help_in_the_assessment_helps_and_asks_again(begin: Any) -> None:
    visitor = begin()
    visitor.say("which one do we need?")
    visitor.say("/help")
    assert "I answer questions" in said(visitor) and visitor.asked == "work"


@pytest.mark.parametrize("text", ["the short one please", "put it in fewer words", "say all that in one line"])
def test_an_answer_is_shortened(begin: Any, text: str) -> None:
    visitor = begin()
    visitor.say("What is BPaaS, and how is it different from BPO?")
    whole = said(visitor)
    visitor.say(text)
    assert answered(visitor) == ["what_is_bpaas"] and said(visitor).startswith("In short: BPaaS")
    assert len(said(visitor)) < len(whole) / 2


@pytest.mark.parametrize("text", ["like which?", "for instance what", "got an example?"])
def test_an_example_of_an_answer_is_given(begin: Any, text: str) -> None:
    visitor = begin()
    visitor.say("What is KPO, and how is it different from BPO?")
    visitor.say(text)
    assert "such as legal research" in said(visitor)


@pytest.mark.parametrize("text", ["like which?", "the short one please"])
def test_without_an_answer_it_asks_what_is_meant(begin: Any, text: str) -> None:
    visitor = begin()
    visitor.say("hello")
    visitor.say(text)
    assert kinds(visitor) == ["smalltalk"] and visitor.replies[-1]["buttons"]


@pytest.mark.parametrize(
    "text", ["Wie teuer ist das?", "quanto custa isso", "combien par mois", "magkano ba yan", "kitna lagega"]
)
def test_another_language_in_a_few_words_is_noticed(begin: Any, text: str) -> None:
    visitor = begin()
    visitor.say(text)
    assert visitor.replies[0]["metadata"].get("language") == "other", said(visitor)


@pytest.mark.parametrize(
    "text", ["is 24,000 pesos decent", "is $7 per hour fair for a rep", "are 28000 rupees ok", "17k pesos, good or bad"]
)
def test_whether_a_sum_is_good_pay_is_no_matter_of_banking(begin: Any, text: str) -> None:
    visitor = begin()
    visitor.say(text)
    assert answered(visitor) == ["typical_call_center_pay"], said(visitor)


@pytest.mark.parametrize(
    "text", ["not over 1300 a month", "about 4k is there to spend", "our budget is $2,600 monthly"]
)
def test_a_budget_is_kept_and_the_question_asked_for_the_rest(begin: Any, text: str) -> None:
    visitor = begin()
    for told in ("which one do we need?", "customer support", "600 calls a month", "nobody"):
        visitor.say(told)
    assert visitor.asked == "priority"
    visitor.say(text)
    assert visitor.slots["profile"]["budget_month"] > 1000 and "Noted: a budget" in said(visitor)
    assert visitor.asked == "priority" and "within that budget" in said(visitor)
    visitor.say("quality")
    visitor.say("make it under 900 a month")
    assert visitor.slots["profile"]["budget_month"] == 900 and visitor.slots["profile"]["volume"] == 600
