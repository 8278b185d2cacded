"""A visitor reaches a recommendation, whatever way."""

from __future__ import annotations

from typing import Any

import pytest

GROUPS = ["work", "volume", "setup", "priority", "data", "hours", "complexity", "channels", "home"]

# What a visitor says in free text when asked.
WORDS = {
    "work": "we need help with customer support",
    "volume": "roughly 8000 calls a month",
    "setup": "nobody does it yet",
    "priority": "we must cope with growth",
    "data": "nothing sensitive",
    "hours": "round the clock, pretty steady",
    "complexity": "some are simple, some are tricky, and no bots please",
    "channels": "just phones",
    "home": "US customers, in English, anywhere is fine",
}

# The same without naming the channel, which would settle its question.
WORDS_WITHOUT_CHANNELS = {**WORDS, "volume": "roughly 8000 requests a month"}


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
    asked = answer_all(visitor, WORDS)
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


@pytest.mark.parametrize("group", GROUPS)
def test_every_button_is_understood_as_an_answer(visitor: Any, group: str) -> None:
    visitor.say("which one do we need?")
    while visitor.asked != group:
        visitor.say(WORDS_WITHOUT_CHANNELS[str(visitor.asked)])
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
    asked = answer_all(visitor, WORDS)
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


def test_an_assessment_can_be_stopped_and_taken_up_again(visitor: Any) -> None:
    visitor.say("which one do we need?")
    visitor.say("payroll")
    visitor.say("stop")
    assert visitor.asked is None
    visitor.say("what is bpo")
    assert visitor.asked is None
    visitor.say("Go on with the assessment")
    assert visitor.asked == "volume"


def test_what_is_not_understood_gets_a_hint_and_is_not_an_answer(visitor: Any) -> None:
    visitor.say("which one do we need?")
    visitor.say("xkcd frobnicate zzz")
    assert visitor.asked == "work"
    assert "for example" in visitor.text
    visitor.say("still gibberish blorp")
    assert visitor.asked == "work"
    assert "skip" in visitor.text


def test_the_counter_never_lies(visitor: Any) -> None:
    visitor.say("which one do we need?")
    seen = []
    while "recommendation" not in visitor.kinds:
        question = next(r["metadata"] for r in visitor.replies if r["metadata"]["kind"] == "question")
        seen.append((question["step"], question["steps"]))
        visitor.say(WORDS[question["slot"]])
    assert all(step <= steps for step, steps in seen)
    assert [step for step, _ in seen] == sorted({step for step, _ in seen})
    assert seen[-1][0] == seen[-1][1]


def test_an_answer_changed_after_the_result_changes_the_result(visitor: Any) -> None:
    visitor.say("which one do we need?")
    answer_all(visitor, WORDS)
    before = visitor.recommendation
    visitor.say("actually it's only 200 calls a month")
    assert "recommendation" in visitor.kinds, visitor.text
    assert visitor.recommendation["option"] == "CC_SHARED" != before["option"]
    assert "200 calls a month" in visitor.text
