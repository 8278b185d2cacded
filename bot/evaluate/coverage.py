"""What another threshold would cost: the more is answered, the more of it is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluate.calibration import Bet


@dataclass(frozen=True)
class Point:
    """With this threshold, how many of `n` messages are answered with an entry, and how many of those wrongly."""

    threshold: float
    answered: int
    wrong: int
    n: int

    @property
    def coverage(self) -> float:
        """The share of messages that are answered."""
        return self.answered / self.n

    @property
    def risk(self) -> float:
        """The share wrong among the answered."""
        return self.wrong / self.answered


def curve(placed: Sequence[Bet]) -> list[Point]:
    """A point for each threshold that makes a difference, strictest first (El-Yaniv and Wiener 2010)."""
    points: list[Point] = []
    answered = wrong = 0
    for bet in sorted((bet for bet in placed if bet.answers), key=lambda bet: -bet.confidence):
        answered, wrong = answered + 1, wrong + (not bet.right)
        if points and points[-1].threshold == bet.confidence:
            points.pop()
        points.append(Point(bet.confidence, answered, wrong, len(placed)))
    return points


def at(threshold: float, points: Sequence[Point]) -> Point | None:
    """The point of a threshold; None when it lets nothing be answered."""
    return next((point for point in reversed(points) if point.threshold >= threshold), None)
