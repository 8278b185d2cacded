"""The document as one web page that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache, singledispatch
from html import escape
from pathlib import Path

from bot.takeaway.blocks import Bars, Block, Document, Facts, Paragraph, Points, Section, Source, Sources, Table, Text

STYLE = Path(__file__).parent / "style.css"


def html(document: Document, pdf: str, markdown: str) -> str:
    """The page; `pdf` and `markdown` are the addresses of the other forms."""
    forms = f'<a href="{escape(pdf)}">PDF</a> <a href="{escape(markdown)}">Markdown</a>'
    body = "\n".join(
        (
            "<header>",
            f'<p class="kicker">{escape(document.kicker)}</p>',
            f"<h1>{escape(document.title)}</h1>",
            f'<p class="verdict">{escape(document.verdict)}</p>',
            f'<nav aria-label="Other forms">{forms}</nav>',
            "</header>",
            "<main>",
            *_sections(document.sections),
            "</main>",
            "<footer>",
            *(f"<p>{escape(note)}</p>" for note in document.notes),
            "</footer>",
        )
    )
    return _page(f"{document.kicker}. {document.title}", body)


def notice(title: str, text: str) -> str:
    """A short page that says why there is no document."""
    return _page(
        title,
        f'<main>\n<h1>{escape(title)}</h1>\n<p>{escape(text)}</p>\n<p><a href="../">Ask the bot</a></p>\n</main>',
    )


@cache
def policy() -> str:
    """The Content-Security-Policy under which the page is served: its own style, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    rules = ("default-src 'none'", f"style-src 'sha256-{digest}'", "img-src data:", "base-uri 'none'")
    return "; ".join((*rules, "form-action 'none'", "frame-ancestors 'none'"))


@cache
def _style() -> str:
    return STYLE.read_text("utf-8")


def _page(title: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<style>{_style()}</style>
</head>
<body>
{body}
</body>
</html>
"""


def _sections(sections: Iterable[Section]) -> Iterable[str]:
    for section in sections:
        kinds = [name for name, holds in (("urgent", section.urgent), ("part", section.level > 2)) if holds]
        yield f'<section class="{" ".join(kinds)}">' if kinds else "<section>"
        yield f"<h{section.level}>{escape(section.title)}</h{section.level}>"
        yield from (_block(block) for block in section.blocks)
        yield "</section>"


@singledispatch
def _block(block: Block) -> str:
    raise TypeError(type(block).__name__)


@_block.register
def _(block: Paragraph) -> str:
    return f"<p>{_text(block.text)}</p>"


@_block.register
def _(block: Points) -> str:
    name = "ol" if block.numbered else "ul"
    items = "\n".join(f"<li>{_text(item)}</li>" for item in block.items)
    return f"<{name}>\n{items}\n</{name}>"


@_block.register
def _(block: Facts) -> str:
    rows = (f'<tr><th scope="row">{escape(name)}</th><td>{_text(text)}</td></tr>' for name, text in block.rows)
    return '<table class="facts">\n<tbody>\n' + "\n".join(rows) + "\n</tbody>\n</table>"


@_block.register
def _(block: Table) -> str:
    return _table(block.heads, ("".join(f"<td>{_text(cell)}</td>" for cell in row) for row in block.rows))


@_block.register
def _(block: Bars) -> str:
    # The facts beside it say the same, so whoever has the page read aloud misses nothing.
    rows = "\n".join(
        f'<p><span>{escape(name)}</span><svg viewBox="0 0 100 4" preserveAspectRatio="none"><rect class="scale" '
        f'width="100" height="4"/><rect class="bar" width="{points:.1f}" height="4"/></svg><b>{escape(words)}</b></p>'
        for name, points, words in block.rows
    )
    return f'<div class="bars" aria-hidden="true">\n{rows}\n</div>'


@_block.register
def _(block: Sources) -> str:
    rows = ("".join(f"<td>{cell}</td>" for cell in _source(one)) for one in block.entries)
    ids = (f"source-{one.number}" for one in block.entries)
    return _table(block.HEADS, rows, ids)


def _source(source: Source) -> Iterable[str]:
    title = escape(source.title)
    if source.url:
        title = f'<a href="{escape(source.url)}" rel="noopener noreferrer">{title}</a>'
    return str(source.number), title, escape(source.year), escape(source.kind)


def _table(heads: Iterable[str], rows: Iterable[str], ids: Iterable[str] | None = None) -> str:
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    lines = (
        [f'<tr id="{one}">{row}</tr>' for one, row in zip(ids, rows, strict=True)]
        if ids is not None
        else [f"<tr>{row}</tr>" for row in rows]
    )
    return f"<table>\n<thead>\n<tr>{top}</tr>\n</thead>\n<tbody>\n" + "\n".join(lines) + "\n</tbody>\n</table>"


def _text(text: Text) -> str:
    cited = "".join(f'&nbsp;<a class="cite" href="#source-{number}">[{number}]</a>' for number in text.sources)
    return escape(text.words) + cited
