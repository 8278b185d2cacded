"""From ranked labels to an answer, a choice, or neither."""

from __future__ import annotations

import pytest

from bot.recognition.classifier import Ranked
from bot.recognition.decision import MOST_CHOICES, Decision, Thresholds, decide

THRESHOLDS = Thresholds(answer=0.6, offer=0.4, lead=0.1)


def ranked(*scores: tuple[str, float]) -> list[Ranked]:
    """Labels whose probability and nearest cosine are both the score."""
    return [Ranked(label, score, score) for label, score in scores]


def test_the_score_is_the_probability_of_a_label_in_a_familiar_text() -> None:
    assert Ranked("faq/a", 0.8, 0.2, familiarity=0.5).score == pytest.approx(0.4)


def test_nothing_ranked_is_nothing_decided() -> None:
    assert decide([], THRESHOLDS) == Decision()


def test_a_clear_best_is_answered() -> None:
    decision = decide(ranked(("faq/a", 0.9), ("faq/b", 0.1)), THRESHOLDS)
    assert decision.label == "faq/a" and decision.choices == () and decision.score == pytest.approx(0.9)


def test_a_score_at_the_threshold_counts() -> None:
    assert decide(ranked(("faq/a", 0.6)), THRESHOLDS).label == "faq/a"


def test_two_near_each_other_are_offered() -> None:
    decision = decide(ranked(("faq/a", 0.62), ("faq/b", 0.6)), THRESHOLDS)
    assert decision.label is None and decision.choices == ("faq/a", "faq/b")


def test_a_middling_best_is_offered_with_its_rivals() -> None:
    scores = [("faq/a", 0.5), ("faq/b", 0.45), ("faq/c", 0.44), ("faq/d", 0.43)]
    assert decide(ranked(*scores), THRESHOLDS).choices == ("faq/a", "faq/b", "faq/c")
    assert MOST_CHOICES == 3


def test_a_rival_is_offered_however_unlikely() -> None:
    assert decide(ranked(("faq/a", 0.5), ("faq/b", 0.1)), THRESHOLDS).choices == ("faq/a", "faq/b")


def test_an_act_that_is_not_sure_gives_way_to_entries() -> None:
    assert decide(ranked(("smalltalk/greet", 0.5), ("faq/b", 0.2)), THRESHOLDS).choices == ("faq/b",)


def test_what_cannot_be_answered_is_not_offered() -> None:
    scores = [("faq/a", 0.5), ("out_of_scope/weather", 0.45), ("unwritten/b", 0.44)]
    assert decide(ranked(*scores), THRESHOLDS).choices == ("faq/a",)


def test_what_cannot_be_answered_is_declined_by_name_when_it_is_the_best_reading() -> None:
    decision = decide(ranked(("unwritten/a", 0.5), ("faq/b", 0.45)), THRESHOLDS)
    assert decision.label == "unwritten/a" and decision.choices == ()


@pytest.mark.parametrize("label", ["faq/a", "out_of_scope/weather"])
def test_nothing_near_enough_is_neither_answered_nor_offered(label: str) -> None:
    decision = decide(ranked((label, 0.3)), THRESHOLDS)
    assert decision.label is None and decision.choices == () and decision.score == pytest.approx(0.3)
