"""One number or range found in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quantity:
    """A number (`low == high`) or a range, with its place in the text it was read from.

    `fuzzy` is true for vague phrases ("a few thousand", "40ish"), whose reading should be echoed.
    """

    low: float
    high: float
    start: int
    end: int
    fuzzy: bool = False

    @property
    def value(self) -> float | list[float]:
        """The number, or `[low, high]`; whole numbers as int."""
        if self.low == self.high:
            return plain(self.low)
        return [plain(self.low), plain(self.high)]

    @property
    def numbers(self) -> list[float | list[float]]:
        """What was said, as numbers: one, the two ends of a stated range, or one band for a vague phrase."""
        if self.low == self.high:
            return [plain(self.low)]
        band: list[float] = [plain(self.low), plain(self.high)]
        return [band] if self.fuzzy else list(band)


def plain(number: float) -> float:
    """The number as an int when it is whole, else rounded to cents."""
    return int(number) if float(number).is_integer() else round(number, 4)
