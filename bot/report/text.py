"""The report for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from bot.report.blocks import Cell, Quote, Section, Table
from bot.report.rate import Rate

WIDTH = 110
WIDEST = 54  # of a column


def as_text(title: str, sections: Sequence[Section], most: int | None) -> str:
    """The sections one after the other; of a long table at most so many rows."""
    lines = [title, "=" * len(title)]
    for section in sections:
        lines += ["", section.title, "-" * len(section.title)]
        lines += [line for text in section.text for line in _wrapped(text)]
        for table in section.tables:
            lines += ["", *_table(table, most)]
        for quote in section.quotes:
            lines += ["", *_quote(quote)]
        lines += [""] * bool(section.notes and (section.tables or section.quotes))
        lines += [line for note in section.notes for line in _wrapped(note)]
    return "\n".join(lines)


def _table(table: Table, most: int | None) -> Iterator[str]:
    rows = list(table.rows[:most] if table.long else table.rows)
    written = [[_cell(cell) for cell in row] for row in (table.heads, *rows, *([table.total] if table.total else []))]
    widths = [max(map(len, column)) for column in zip(*written, strict=True)]
    numbers = [not isinstance(cell, str) for cell in (rows or [table.heads])[0]]
    lines = [
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, numbers, strict=True)
        ).rstrip()
        for row in written
    ]
    yield lines[0]
    yield "  ".join("-" * width for width in widths)
    yield from lines[1 : 1 + len(rows)]
    if len(rows) < len(table.rows):
        yield f"... and {len(table.rows) - len(rows)} more, which --most, --html and --json have"
    if table.total:
        yield "  ".join("-" * width for width in widths)
        yield lines[-1]


def _cell(cell: Cell) -> str:
    if isinstance(cell, Rate):
        return f"{cell.count:,} {cell!s:>5}"
    if isinstance(cell, int):
        return f"{cell:,}"
    return textwrap.shorten(cell, WIDEST, placeholder="...") if len(cell) > WIDEST else cell


def _quote(quote: Quote) -> Iterator[str]:
    yield quote.head
    for label, words in quote.lines:
        yield from textwrap.wrap(
            words, WIDTH, initial_indent=f"  {label:<8}", subsequent_indent=" " * 10, max_lines=3, placeholder=" ..."
        )


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH)
