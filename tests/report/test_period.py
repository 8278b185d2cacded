"""A period begins and ends with whole days of UTC, and a week with Monday."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.report.period import Period, monday, weeks
from bot.report.rate import Rate

FRIDAY = date(2026, 11, 27)


def test_the_last_day_is_included() -> None:
    period = Period(date(2026, 11, 1), date(2026, 11, 30))
    assert period.since == datetime(2026, 11, 1, tzinfo=UTC) and period.until == datetime(2026, 12, 1, tzinfo=UTC)


def test_the_present_week_is_one_of_the_latest() -> None:
    assert Period.latest(1, FRIDAY).first == date(2026, 11, 23)
    assert Period.latest(4, FRIDAY) == Period(date(2026, 11, 2))
    assert monday(date(2026, 11, 23)) == date(2026, 11, 23) and monday(date(2026, 11, 29)) == date(2026, 11, 23)


def test_no_week_is_left_out() -> None:
    assert weeks(date(2025, 12, 31), date(2026, 1, 12)) == ["2025-12-29", "2026-01-05", "2026-01-12"]
    assert weeks(FRIDAY, FRIDAY) == ["2026-11-23"]


@pytest.mark.parametrize(
    ("count", "of", "words"),
    [
        (0, 0, "-"),
        (0, 30, "0%"),
        (1, 29, "~3%"),
        (29, 29, "~100%"),
        (1, 30, "3.3%"),
        (150, 300, "50%"),
        (999, 1000, "99.9%"),
        (1, 100_000, "<0.1%"),
        (99_999, 100_000, ">99.9%"),
        (300, 300, "100%"),
    ],
)
def test_a_share_says_when_it_is_of_few(count: int, of: int, words: str) -> None:
    assert str(Rate(count, of)) == words
