"""How far confidence can be believed: whether of what the recogniser is 80% sure of, 80 in 100 are right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.evaluate.score import Played

BINS = 10  # of equal width


@dataclass(frozen=True)
class Bet:
    """How sure the recogniser was of a message's likeliest label, whether that was right, and whether it is an entry's."""

    confidence: float
    right: bool
    answers: bool = True


def bets(played: Iterable[Played]) -> list[Bet]:
    """The bets on messages that ask one thing and stand alone: of the others, confidence says only a part."""
    return [
        Bet(one.guess.confidence, one.guess.fits(one.case), one.guess.answers)
        for one in played
        if one.guess and len(one.case.expected) == 1 and not one.case.previous
    ]


@dataclass(frozen=True)
class Bin:
    """Bets of like confidence: how many, how many were right, and their mean confidence."""

    n: int
    right: int
    confidence: float

    @property
    def share(self) -> float:
        """The share that was right."""
        return self.right / self.n


@dataclass(frozen=True)
class Calibration:
    """Bets by confidence, lowest first; a bin that nothing fell into is left out."""

    bins: tuple[Bin, ...]

    @classmethod
    def of(cls, placed: Sequence[Bet]) -> "Calibration":
        """Sort bets into bins."""
        groups: dict[int, list[Bet]] = {}
        for bet in placed:
            groups.setdefault(min(int(bet.confidence * BINS), BINS - 1), []).append(bet)
        return cls(tuple(_bin(group) for _, group in sorted(groups.items())))

    @property
    def n(self) -> int:
        """How many bets."""
        return sum(one.n for one in self.bins)

    @property
    def error(self) -> float:
        """The expected calibration error (Naeini et al. 2015): how far confidence is from the share right, on average."""
        return sum(one.n * abs(one.share - one.confidence) for one in self.bins) / self.n if self.n else 0.0

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "n": self.n,
            "expected_calibration_error": round(self.error, 4),
            "bins": [
                {
                    "n": one.n,
                    "right": one.right,
                    "share_right": round(one.share, 4),
                    "confidence": round(one.confidence, 4),
                }
                for one in self.bins
            ],
        }


def _bin(group: Sequence[Bet]) -> Bin:
    return Bin(len(group), sum(bet.right for bet in group), sum(bet.confidence for bet in group) / len(group))
