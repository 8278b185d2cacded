"""A share with its count, and whether it is of enough to mean something."""

from dataclasses import dataclass

FEW = 30  # of fewer, one more or less moves a share by more than three points
NOTE = f"~ marks a share of fewer than {FEW}: too few to go by."


@dataclass(frozen=True)
class Rate:
    """`count` of `of`."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def few(self) -> bool:
        """Whether it is of too few to go by."""
        return self.of < FEW

    def __str__(self) -> str:
        """In percent, with a mark where it is of few; a dash of nothing."""
        if self.share is None:
            return "-"
        if self.few:
            return f"~{self.share:.0%}"
        if 0 < self.share < 0.0005:
            return "<0.1%"
        if 0.9995 < self.share < 1:
            return ">99.9%"
        fine = 0 < self.share < 0.0995 or 0.9905 < self.share < 1
        return f"{self.share:.{int(fine)}%}"
