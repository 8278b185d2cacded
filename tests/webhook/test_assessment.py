"""A visitor reaches a recommendation, whatever way."""

from __future__ import annotations

from typing import Any

import pytest

from tests.webhook.words import WORDS

# A count of calls settles the question about channels.
CALLS = {**WORDS, "volume": "roughly 8000 calls a month"}


def answer_all(visitor: Any, answers: dict[str, str], most: int = 12) -> list[str]:
    """Answer what is asked until there is a recommendation; the groups asked, in order."""
    asked = []
    while "recommendation" not in visitor.kinds:
        assert visitor.asked, visitor.text
        asked.append(visitor.asked)
        assert len(asked) <= most, f"asked {asked}"
        visitor.say(answers[visitor.asked])
    return asked


def test_free_text_leads_to_a_recommendation(visitor: Any) -> None:
    visitor.say("can you tell us what our company needs")
    asked = answer_all(visitor, CALLS)
    assert asked[0] == "work"
    assert len(set(asked)) == len(asked)
    assert visitor.recommendation["verdict"] == "call_center"
    assert visitor.recommendation["option"] == "CC_DEDICATED"
    assert "**You need a call center" in visitor.text


def test_buttons_alone_lead_to_a_recommendation(visitor: Any) -> None:
    visitor.say("hi")
    visitor.say(next(b for b in visitor.buttons if "need" in b))
    pressed = 0
    while "recommendation" not in visitor.kinds:
        assert visitor.buttons, visitor.text
        asked = visitor.asked
        visitor.say(visitor.buttons[0])
        pressed += 1
        assert pressed <= 9
        assert visitor.asked != asked, f"the first choice of {asked} was not understood"
    assert visitor.recommendation["option"]


@pytest.mark.parametrize("group", WORDS)
def test_every_button_is_understood_as_an_answer(visitor: Any, group: str) -> None:
    visitor.say("which one do we need?")
    while visitor.asked != group:
        visitor.say(WORDS[str(visitor.asked)])
    buttons = visitor.buttons
    for button in buttons:
        visitor.say(button)
        assert "fallback" not in visitor.kinds, button
        assert visitor.asked != group, f"{button} was not taken as an answer"
        if "recommendation" in visitor.kinds:
            break
        visitor.say("back")
        assert visitor.asked == group, f"after {button} and back: {visitor.text}"


def test_one_long_message_and_the_missing_answers_lead_to_a_recommendation(visitor: Any) -> None:
    visitor.say(
        "We need someone to answer our customers' calls, about 8,000 a month, day and night, phone only. "
        "Nobody does it today, no regulated data, and growth matters most."
    )
    assert "question" in visitor.kinds, visitor.text
    for said in ("8,000 calls a month", "round the clock", "nobody does this today"):
        assert said in visitor.text
    asked = answer_all(visitor, CALLS)
    assert set(asked) <= {"complexity", "home", "hours", "data"}, asked
    assert visitor.recommendation["option"] == "CC_DEDICATED"


def test_skipping_everything_still_ends_in_an_honest_recommendation(visitor: Any) -> None:
    visitor.say("which one do we need?")
    steps = 0
    while "recommendation" not in visitor.kinds:
        visitor.say("skip" if steps % 2 else "I don't know")
        steps += 1
        assert steps <= 9
    assert visitor.recommendation["confidence"] == "low"
    assert visitor.recommendation["assumptions"]


def test_the_counter_never_lies(visitor: Any) -> None:
    visitor.say("which one do we need?")
    seen = []
    while "recommendation" not in visitor.kinds:
        question = next(r["metadata"] for r in visitor.replies if r["metadata"]["kind"] == "question")
        seen.append((question["step"], question["steps"]))
        visitor.say(CALLS[question["slot"]])
    assert all(step <= steps for step, steps in seen)
    assert [step for step, _ in seen] == sorted({step for step, _ in seen})
    assert seen[-1][0] == seen[-1][1]


def test_an_answer_changed_after_the_result_changes_the_result(visitor: Any) -> None:
    visitor.say("which one do we need?")
    answer_all(visitor, CALLS)
    before = visitor.recommendation
    visitor.say("actually it's only 200 calls a month")
    assert "recommendation" in visitor.kinds, visitor.text
    assert visitor.recommendation["option"] == "CC_SHARED" != before["option"]
    assert "200 calls a month" in visitor.text
