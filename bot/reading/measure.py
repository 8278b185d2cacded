"""One number with what it counts."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.quantity import Quantity


@dataclass(frozen=True)
class Measure:
    """A quantity in tokens `first` to `last` (exclusive) and the words around it.

    `unit` and `period` as in the profile, plus the unit `people`; `duration` is minutes, seconds or hours;
    `money` is "usd" or "foreign"; `denied` after "not"; `own` after "our" or "my"; `next_word` follows the number;
    `nearby` are the words of its clause.
    """

    quantity: Quantity
    first: int
    last: int
    unit: str | None = None
    period: str | None = None
    duration: str | None = None
    money: str | None = None
    next_word: str = ""
    nearby: tuple[str, ...] = ()
    denied: bool = False
    own: bool = False
