"""A guess is compared with what is acceptable in the words of a case."""

from __future__ import annotations

import pytest

from bot.evaluate.cases import Case, read_expected
from bot.evaluate.guess import Guess


@pytest.mark.parametrize(
    ("label", "expected", "fits"),
    [
        ("faq/a", "a", True),
        ("faq/a", "b|a", True),
        ("faq/a", "b", False),
        ("faq/a", "decline", False),
        ("unwritten/a", "decline", True),
        ("unwritten/a", "a", False),
        ("out_of_scope/far", "decline", True),
        ("out_of_scope/far", "other_language", True),
        ("faq/a", "other_language", False),
        ("smalltalk/hello", "smalltalk", True),
        ("start_assessment", "assess", True),
        ("hand_off", "handoff", True),
        ("skip", "assess", False),
    ],
)
def test_a_label_fits_what_is_acceptable(label: str, expected: str, fits: bool) -> None:
    assert Guess(label, 0.5).fits(Case("what?", read_expected(expected), "", None, "")) is fits


def test_only_entries_are_answers() -> None:
    assert Guess("faq/a", 1).answers and not Guess("unwritten/a", 1).answers and not Guess("smalltalk/hello", 1).answers
