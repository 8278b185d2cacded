"""The export: stored assessments as rows for the owner, one at a time, as CSV or JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Protocol, TextIO

from bot.assessment.tables import table

BEFORE = ("id", "created", "verdict", "option", "confidence", "points", "runner_up", "margin")  # the profile's keys
AFTER = ("flags",)
OF_THE_RECOMMENDATION = ("verdict", "option", "confidence", "points", "runner_up", "margin", "flags")
FORMULA = tuple(
    "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
)  # what a cell begins with that a spreadsheet runs, full width included
LIST = "|"


class Stored(Protocol):
    """A stored assessment, as the storage gives it."""

    @property
    def id(self) -> str:
        """Its own id."""

    @property
    def conversation(self) -> str:
        """The conversation it was given in."""

    @property
    def created(self) -> datetime:
        """When it was given."""

    @property
    def profile(self) -> dict[str, Any]:
        """What the visitor told us."""

    @property
    def recommendation(self) -> dict[str, Any]:
        """The recommendation, as `Recommendation.to_dict` makes it."""


def columns(conversations: bool) -> list[str]:
    """The names of the columns; `conversations` adds whose assessment it is."""
    return [*BEFORE, *(["conversation"] if conversations else []), *table("answers"), *AFTER]


def write_csv(stored: Iterable[Stored], file: TextIO, conversations: bool = False) -> None:
    """Write a header, and a row for each.

    Lists are joined by |, a range is "200 to 300", what is missing is empty. Text that a spreadsheet would run as a
    formula gets an apostrophe in front. `file` must be open with newline="".
    """
    names = columns(conversations)
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in map(_row, stored))


def write_json(stored: Iterable[Stored], file: TextIO, conversations: bool = False) -> None:
    """Write a list of objects with the columns as keys, one a line. What is missing is null."""
    names = columns(conversations)
    file.write("[")
    for number, row in enumerate(map(_row, stored)):
        file.write(",\n" if number else "\n")
        file.write(json.dumps({name: row.get(name) for name in names}, ensure_ascii=False))
    file.write("\n]\n")


def _row(one: Stored) -> dict[str, Any]:
    created = one.created.astimezone(UTC).isoformat(timespec="seconds")
    advice = {key: one.recommendation.get(key) for key in OF_THE_RECOMMENDATION}
    return {**one.profile, **advice, "id": one.id, "created": created, "conversation": one.conversation}


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, list):
        numbers = value and all(isinstance(item, (int, float)) for item in value)
        value = (" to " if numbers else LIST).join(map(str, value))
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
