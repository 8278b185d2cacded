"""Amounts of money in a message: a monthly budget, or an ambiguity to ask about."""

from __future__ import annotations

from typing import Any

from bot.reading.measure import Measure
from bot.reading.quantity import plain
from bot.reading.units import words_of

_MONTHS = {"month": 1.0, None: 1.0, "year": 1 / 12, "week": 52 / 12, "fortnight": 26 / 12, "quarter": 1 / 3}
# Groups that are asked once the volume is told: a bare sum a month is no volume any more.
_LATER = ("priority", "data", "hours", "complexity", "channels", "home")
_BEFORE_LIMIT = ("no", "not", "at")  # "no more than 900 dollars", "at most"
_SMALLEST = 200  # dollars a month; a bare "20" as a budget could be an hourly rate or thousands


def is_debt(measure: Measure) -> bool:
    """Whether an amount of money is the work itself ("$40k of overdue bills")."""
    return measure.money is not None and bool(words_of("debt") & set(measure.nearby))


def is_budget(measure: Measure, asked: str | None, others: bool) -> bool:
    """Whether a number is what may be spent; `others` says that the message names a volume besides."""
    if (measure.unit is not None and measure.money is None) or measure.duration or is_debt(measure):
        return False
    if measure.period in ("hour", "day") or _is_rate(measure):
        return False
    if measure.money is None and measure.next_word in words_of("spans"):
        return False
    if measure.money is None and _counts_a_thing(measure):
        return False  # "140 rental flats and spend my weekend"
    cued = bool(words_of("budget") & set(measure.nearby))
    later = asked in _LATER
    limited = bool(words_of("at_most") & set(measure.nearby))
    if measure.money is not None:
        opens = limited and measure.nearby[0] in (*words_of("at_most"), *_BEFORE_LIMIT)  # not "balances under $500"
        return asked == "priority" or cued or measure.period == "month" or (later and opens)
    bounded = limited and measure.period is not None and (others or later)
    return asked == "priority" or (cued and asked != "volume") or "budget" in measure.nearby or bounded


def _counts_a_thing(measure: Measure) -> bool:
    """Whether the word behind a bare number is what it counts."""
    word = measure.next_word
    return word.isalpha() and not _around_money(word)


def _around_money(word: str) -> bool:
    """Whether a word may follow a sum of money that is written without its currency."""
    return any(word in words_of(name) for name in ("budget", "at_most", "to_period", "adverbs", "around_money"))


def _is_rate(measure: Measure) -> bool:
    words = " ".join(measure.nearby)
    return any(f"{lead} {unit}" in words for lead in ("a", "an", "per", "/", "each")
               for unit in ("hour", "hr", "minute", "min", "call", "ticket", "agent", "seat", "chat", "email"))  # fmt: skip


def budget(measure: Measure, asked: str | None) -> tuple[Any, list[dict[str, Any]]]:
    """The monthly budget in US dollars, or None and the readings to choose from."""
    factor = _MONTHS.get(measure.period)
    if factor is None:
        return None, []
    low, high = plain(round(measure.quantity.low * factor)), plain(round(measure.quantity.high * factor))
    value: Any = low if low == high else [low, high]
    if measure.money == "foreign":  # never silently converted
        return None, [{"budget_month": value}]
    bare = measure.money is None and measure.period is None and asked == "priority"
    if bare and high < _SMALLEST:
        return None, [{"budget_month": value}, {"budget_month": plain(high * 1000)}]
    return value, []
