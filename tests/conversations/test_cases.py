"""Who tells a case in their own words, and then answers what is asked, gets the option that is right for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from tests.conversations.scripted import answer

MOST = 14  # messages
LEAST = 11  # of the twelve shared cases


def advice(visitor: Any, opening: str, profile: dict[str, Any]) -> dict[str, Any]:
    """Tell a case, answer what is asked, and return the recommendation."""
    text = opening
    for _ in range(MOST):
        visitor.say(text)
        if visitor.recommendation:
            return dict(visitor.recommendation)
        text = answer(visitor.asked, profile) if visitor.asked else "help me choose"
    raise AssertionError(f"no recommendation after {MOST} messages: {visitor.replies}")


def test_the_projects_cases_by_what_is_answered(begin: Callable[[], Any]) -> None:
    cases = yaml.safe_load(Path("data/assessment/cases.yml").read_text("utf-8"))
    for key, case in cases.items():
        found = advice(begin(), "which one do we need?", case["profile"])
        assert found["option"] == case["expect"]["option"], f"{key}: {found['option']}"


def test_the_shared_cases_from_their_own_words(begin: Callable[[], Any], shared: Path) -> None:
    cases = json.loads((shared / "assessment_cases.json").read_text("utf-8"))["cases"]
    missed = {
        case["id"]: found["option"]
        for case in cases
        if (found := advice(begin(), case["utterance"], case["slots"]))["option"] != case["primary"]
    }
    assert len(cases) - len(missed) >= LEAST, missed
