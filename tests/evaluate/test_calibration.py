"""Confidence is compared with the share right."""

from __future__ import annotations

import json

import pytest

from bot.evaluate.calibration import Bet, Calibration, bets
from bot.evaluate.cases import Case, read_expected
from bot.evaluate.guess import Guess
from bot.evaluate.score import Played

# Three bins: two bets at 0.95 and 0.93, both right; two at 0.65, one right; one at 0.15, wrong.
BETS = [Bet(0.95, True), Bet(0.93, True), Bet(0.65, True), Bet(0.65, False), Bet(0.15, False)]


def played(expected: str, label: str | None, confidence: float = 0.5, previous: str | None = None) -> Played:
    guess = Guess(label, confidence) if label else None
    return Played(Case("what?", read_expected(expected), "", previous, ""), "right", (), (), guess)


def test_the_error_is_what_one_calculates_by_hand() -> None:
    # (2 |1 - 0.94| + 2 |0.5 - 0.65| + 1 |0 - 0.15|) / 5
    assert Calibration.of(BETS).error == pytest.approx((0.12 + 0.3 + 0.15) / 5)


def test_bins_count_what_fell_into_them() -> None:
    bins = Calibration.of(BETS).bins
    assert [(one.n, one.right, one.share) for one in bins] == [(1, 0, 0), (2, 1, 0.5), (2, 2, 1)]
    assert [one.confidence for one in bins] == pytest.approx([0.15, 0.65, 0.94])


def test_being_as_sure_as_right_is_no_error() -> None:
    sure = [Bet(0.75, True)] * 3 + [Bet(0.75, False)]
    assert Calibration.of(sure).error == 0


def test_certainty_has_a_bin() -> None:
    assert Calibration.of([Bet(1.0, True), Bet(0.0, False)]).error == 0


def test_of_no_bets_there_is_no_error() -> None:
    assert (Calibration.of([]).n, Calibration.of([]).error) == (0, 0)


def test_plain_data_is_json() -> None:
    row = Calibration.of(BETS).as_dict()
    assert json.loads(json.dumps(row)) == row
    assert (row["n"], row["expected_calibration_error"], len(row["bins"])) == (5, 0.114, 3)


def test_a_bet_is_a_guess_that_is_right_or_not() -> None:
    assert bets([played("a", "faq/a", 0.9), played("a", "unwritten/b", 0.2)]) == [
        Bet(0.9, True, answers=True),
        Bet(0.2, False, answers=False),
    ]


def test_what_needs_more_than_one_label_is_no_bet() -> None:
    assert bets([played("a", None), played("a + b", "faq/a"), played("a", "faq/a", previous="b")]) == []
