"""Cost: an indicative range in US dollars a month, never a quote."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from bot.assessment.tables import source, table
from bot.assessment.workload import Range


@dataclass(frozen=True)
class Cost:
    """US dollars a month, two significant digits; without a price, `low` and `high` are null with `reason`.

    `reliability` is the source's: A, B, C, or J for our own judgment.
    """

    low: float | None = None
    high: float | None = None
    currency: str = "USD"
    basis: str | None = None
    source: dict[str, Any] | None = None
    reliability: str | None = None
    indicative: bool = True
    reason: str | None = None


def cost_of(dollars: Range, basis: str, name: str) -> Cost:
    """Make a cost of a range in dollars, the words that explain it, and the name of its source."""
    where = source(name)
    return Cost(rounded(dollars[0]), rounded(dollars[1]), "USD", basis, where, where["reliability"])


def no_cost(why: str) -> Cost:
    """Make the cost that is not known, with a reason from tables/costs.yml."""
    return Cost(reason=table("costs")["no_price"][why])


def rounded(dollars: float) -> float:
    """Round to two significant digits: a price list says no more."""
    if dollars <= 0:
        return 0
    value = round(dollars, 1 - math.floor(math.log10(dollars)))
    return int(value) if value == int(value) else value


def ranged(ends: Range) -> str:
    """Write a range as a basis does: "7-14", or one number when both ends are equal."""
    low, high = (f"{end:,.0f}" if end >= 10 else f"{end:.2g}" for end in ends)
    return low if low == high else f"{low}-{high}"
