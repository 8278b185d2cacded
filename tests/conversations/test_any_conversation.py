"""Whatever is said in whatever order, the assessment is not stuck, keeps its answers, invents none, and counts right."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.assessment import Profile
from bot.dialogue.interview import group_of, questions
from bot.reading import Reader, choices

READER = Reader()
START = "which one do we need?"
ANSWERS = [
    "customer support",
    "payroll",
    "8000 calls a month",
    "60 employees",
    "about 20 agents",
    "nobody does it yet",
    "our own team, stretched",
    "growth matters most",
    "cost, budget 5000 dollars a month",
    "nothing sensitive",
    "patient records",
    "24/7 with christmas peaks",
    "ongoing",
    "mixed, and no AI",
    "phone and email",
    "US customers, in English",
    "it has to stay in the country",
    "actually it's data entry",
    *(choices(group)[-1].title for group in questions()),
]
ASIDE = [
    "what is bpo",
    "why",
    "thanks",
    "xkcd frobnicate zzz",
    "book me a flight",
    "i want to know more about people there",
]
DOUBTS = ["what if the volume doubles?", "compare the top two", "why not in-house?", "change an answer"]
TAKING_BACK = ["back", "change the volume", "change what matters most", "start over", "yes", "no"]
STEERING = ["skip", "I don't know", "recommend now", "stop", "go on", START]
MESSAGES = st.sampled_from([*ANSWERS, *ASIDE, *DOUBTS, *TAKING_BACK, *STEERING])
MOST = 9


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(MESSAGES, min_size=1, max_size=14))
def test_any_sequence_of_messages(begin: Any, messages: list[str]) -> None:
    visitor = begin()
    visitor.say(START)
    for text in messages:
        before, counted = visitor.slots, visitor.question
        visitor.say(text)
        after = visitor.slots
        assert visitor.replies and all(reply["text"] for reply in visitor.replies)
        profile, known = after["profile"] or {}, before["profile"] or {}
        Profile.from_dict(profile)
        asked = after["requested_slot"]
        assert visitor.asked == asked, "an open question is put, and no other"
        if asked:
            _counts_right(visitor.question)
        if text in ASIDE + DOUBTS:
            assert profile == known
            assert not (counted and visitor.question) or counted == visitor.question
        else:
            _only_what_was_said(text, before["requested_slot"], known, profile)
    _comes_to_an_end(visitor)


def _counts_right(question: dict[str, Any]) -> None:
    assert 1 <= question["step"] <= question["steps"] <= MOST + 1  # an answer changed by name is one question more


def _only_what_was_said(text: str, asked: str | None, known: dict[str, Any], profile: dict[str, Any]) -> None:
    """New values are those that were read; old ones go only when they are taken back, or with the kind of work."""
    read = READER.read(text, asked).profile | READER.read(text).profile
    for key, value in profile.items():
        assert known.get(key) == value or read.get(key) == value or set(read.get(key, ())) <= set(value), key
    gone = set(known) - set(profile)
    if gone and text not in TAKING_BACK:
        assert gone <= {"volume", "unit", "period", "aht"} and {"work", "volume"} & set(read), gone
    elif text.startswith("change"):
        assert len({group_of(key) for key in gone}) <= 1


def _comes_to_an_end(visitor: Any) -> None:
    if not visitor.asked:
        visitor.say("go on")
    for _ in range(MOST + 3):
        if visitor.recommendation:
            break
        visitor.say("skip" if visitor.asked else START)
    assert visitor.recommendation, "stuck"
    slots = visitor.slots
    assert slots["advised"] == slots["profile"] and slots["requested_slot"] is None
