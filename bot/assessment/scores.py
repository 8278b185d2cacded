"""Scores: weighted additive points (0-100) of what may be chosen, with everything they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import mul
from typing import Any

LEAST_FIT = ("data",)  # several kinds of data count at the least fit, several priorities at the mean

Column = tuple[float, ...]


@dataclass(frozen=True)
class Scores:
    """One case's scores of options, or of places, by the table `model`. `fits` (0-10) are in the order of `options`.

    `values` are what the case says on each criterion, `bonuses` the rules that add points, `removed` the options
    that the vetoes took away. To score under other weights, fits or bonuses, `dataclasses.replace` them.
    """

    model: str
    options: tuple[str, ...]
    weights: dict[str, float]
    values: dict[str, str | tuple[str, ...]]
    fits: dict[str, Column]
    bonuses: tuple[dict[str, Any], ...]
    vetoes: tuple[dict[str, Any], ...]
    removed: frozenset[str]

    @cached_property
    def points(self) -> dict[str, float]:
        """Points of each option that is left."""
        weights = [10 * self.weights[criterion] for criterion in self.fits]
        return {
            option: sum(map(mul, weights, column)) + sum(rule["points"].get(option, 0) for rule in self.bonuses)
            for option, column in zip(self.options, zip(*self.fits.values(), strict=True), strict=True)
            if option not in self.removed
        }

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """The options that are left, most points first; of equals the first of the table."""
        return tuple(sorted(self.points, key=lambda option: -self.points[option]))

    def bonus(self, option: str) -> float:
        """Points the named rules add to an option."""
        return float(sum(rule["points"].get(option, 0) for rule in self.bonuses))


def combined(criterion: str, columns: Sequence[Column]) -> Column:
    """The fits of several values of a criterion as one column."""
    if len(columns) == 1:
        return columns[0]
    if criterion in LEAST_FIT:
        return tuple(map(min, *columns))
    return tuple(sum(column) / len(columns) for column in zip(*columns, strict=True))


def listed(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """What a case says on a criterion, one value or several, as a tuple."""
    return (value,) if isinstance(value, str) else value
