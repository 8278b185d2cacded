"""Which time a report is about. Days and weeks are those of UTC; a week begins on Monday."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

ZONE = "UTC"
WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From the first day to the last one, both included; None is no limit."""

    first: date | None = None
    last: date | None = None

    @classmethod
    def latest(cls, weeks: int, today: date) -> "Period":
        """So many weeks, the present one included."""
        return cls(first=monday(today) - (weeks - 1) * WEEK)

    @property
    def since(self) -> datetime | None:
        """The moment at which it begins."""
        return None if self.first is None else datetime.combine(self.first, time(), UTC)

    @property
    def until(self) -> datetime | None:
        """The moment before which it ends."""
        return None if self.last is None else datetime.combine(self.last + DAY, time(), UTC)

    @property
    def words(self) -> str:
        """The period, in words."""
        if self.first and self.last:
            return f"from {self.first} to {self.last}"
        if self.first:
            return f"since {self.first}"
        return f"until {self.last}" if self.last else "all that is stored"


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks(first: date, last: date) -> list[str]:
    """The Mondays of all weeks from one day to another, as 2026-11-23."""
    start = monday(first)
    return [str(start + number * WEEK) for number in range((monday(last) - start) // WEEK + 1)]
