"""The report as one page that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template

from bot.report.blocks import Cell, Quote, Section, Table
from bot.report.rate import Rate

_ROOM = Path(__file__).parent


def as_html(title: str, kicker: str, made: str, sections: Sequence[Section], pictures: Mapping[str, str]) -> str:
    """The page; `pictures` are SVG, by the names that sections give."""
    contents = (f'<li><a href="#{_anchor(one.title)}">{escape(one.title)}</a></li>' for one in sections)
    return Template((_ROOM / "page.html").read_text("utf-8")).substitute(
        title=escape(title),
        kicker=escape(kicker),
        made=escape(made),
        style=(_ROOM / "style.css").read_text("utf-8"),
        contents="\n".join(contents),
        sections="\n".join(line for one in sections for line in _section(one, pictures)),
    )


def _section(section: Section, pictures: Mapping[str, str]) -> Iterator[str]:
    yield f'<section id="{_anchor(section.title)}">'
    yield f"<h2>{escape(section.title)}</h2>"
    yield from (f"<p>{_words(text)}</p>" for text in section.text)
    drawn = [f"<figure>{pictures[name]}</figure>" for name in section.pictures if name in pictures]
    yield f'<div class="figures">{"".join(drawn)}</div>' if drawn else ""
    for table in section.tables:
        yield from _table(section.title, table)
    yield from (_quote(quote) for quote in section.quotes)
    yield from (f'<p class="note">{_words(note)}</p>' for note in section.notes)
    yield "</section>"


def _table(title: str, table: Table) -> Iterator[str]:
    name = f"{title}: {', '.join(table.heads)}"
    # It scrolls on a narrow screen, which the keyboard must be able to do, too.
    yield f'<div class="wide" tabindex="0" role="region" aria-label="{escape(name)}">'
    numbers = [not isinstance(cell, str) for cell in table.rows[0]] if table.rows else [False] * len(table.heads)
    heads = (
        f'<th scope="col"{_number(number)}>{escape(head)}</th>'
        for head, number in zip(table.heads, numbers, strict=True)
    )
    yield f"<table>\n<thead><tr>{''.join(heads)}</tr></thead>\n<tbody>"
    yield from map(_row, table.rows)
    yield "</tbody>"
    if table.total:
        yield f"<tfoot>{_row(table.total)}</tfoot>"
    yield "</table></div>"


def _row(row: Sequence[Cell]) -> str:
    name = str(row[0])
    sub = ' class="sub"' if name.startswith(" ") else ""
    cells = "".join(f"<td{_number(not isinstance(cell, str))}>{_cell(cell)}</td>" for cell in row[1:])
    return f'<tr><th scope="row"{sub}>{escape(name.strip())}</th>{cells}</tr>'


def _number(number: bool) -> str:
    return ' class="number"' if number else ""


def _cell(cell: Cell) -> str:
    if isinstance(cell, Rate):
        return f'{cell.count:,} <span class="share">{cell}</span>'
    return f"{cell:,}" if isinstance(cell, int) else escape(cell)


def _quote(quote: Quote) -> str:
    lines = "".join(f"<dt>{escape(label)}</dt><dd>{escape(words)}</dd>" for label, words in quote.lines)
    return f"<article><h3>{escape(quote.head)}</h3><dl>{lines}</dl></article>"


def _words(text: str) -> str:
    """A sentence, in which a command stands in backticks."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _anchor(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))
