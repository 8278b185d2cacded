"""A threshold trades answers for mistakes."""

from __future__ import annotations

import random

from bot.evaluate.calibration import Bet
from bot.evaluate.coverage import Point, at, curve

BETS = [Bet(0.9, True), Bet(0.5, False), Bet(0.7, True), Bet(0.5, True), Bet(0.8, True, answers=False)]


def test_the_curve_is_what_one_counts_by_hand() -> None:
    assert curve(BETS) == [Point(0.9, 1, 0, 5), Point(0.7, 2, 0, 5), Point(0.5, 4, 1, 5)]
    assert (curve(BETS)[-1].coverage, curve(BETS)[-1].risk) == (0.8, 0.25)


def test_the_laxer_the_threshold_the_more_is_answered() -> None:
    draw = random.Random(7)
    points = curve([Bet(round(draw.random(), 2), draw.random() < 0.8, draw.random() < 0.9) for _ in range(300)])
    thresholds, coverage = [point.threshold for point in points], [point.coverage for point in points]
    assert coverage == sorted(set(coverage)) and thresholds == sorted(set(thresholds), reverse=True)
    assert all(0 <= point.risk <= 1 for point in points)


def test_a_threshold_has_its_place_on_the_curve() -> None:
    points = curve(BETS)
    assert at(0.7, points) == points[1] and at(0.6, points) == points[1] and at(0.0, points) == points[2]
    assert at(0.95, points) is None


def test_without_answers_there_is_no_curve() -> None:
    assert curve([]) == [] and curve([Bet(0.9, True, answers=False)]) == []
