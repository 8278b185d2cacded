"""What a report is written from, for a terminal and a page alike: sections of sentences, tables, quotations and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.report.rate import Rate

Cell: TypeAlias = str | int | Rate


@dataclass(frozen=True)
class Table:
    """Rows under heads, and under them a row of sums. `long` ones are cut in a terminal."""

    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    total: tuple[Cell, ...] | None = None
    long: bool = False


@dataclass(frozen=True)
class Quote:
    """Something said: where and when, then lines of a label and words."""

    head: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Section:
    """A part of the report, under a title; `pictures` name what is drawn of it."""

    title: str
    text: Sequence[str] = ()
    tables: Sequence[Table] = ()
    quotes: Sequence[Quote] = ()
    notes: Sequence[str] = ()
    pictures: Sequence[str] = ()
