"""The document as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import singledispatch

from bot.takeaway.blocks import Bars, Block, Document, Facts, Paragraph, Points, Sources, Table, Text

# What may begin markup: anywhere, and at the start of a line. CommonMark takes a backslash before any of these.
_ANYWHERE = re.compile(r"[\\`*_\[\]<>&|~#]")
_AT_THE_START = re.compile(r"^(\d*)([-+=.)](?![\w.]))")
_NO_ADDRESS = re.compile(r"[<>|\\\s]")  # no address has these, but as %xx


def markdown(document: Document) -> str:
    """The document in GitHub's Markdown; nothing in it becomes markup."""
    parts = [f"# {escaped(document.title)}", escaped(document.kicker), f"**{escaped(document.verdict)}**"]
    for section in document.sections:
        parts += [f"{'#' * section.level} {escaped(section.title)}", *(_block(block) for block in section.blocks)]
    parts += ["---", *(escaped(note) for note in document.notes)]
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(words: str) -> str:
    """Words on one line, in which Markdown sees words only."""
    line = _ANYWHERE.sub(r"\\\g<0>", " ".join(words.split()))
    return _AT_THE_START.sub(r"\1\\\2", line)


@singledispatch
def _block(block: Block) -> str:
    raise TypeError(type(block).__name__)


@_block.register
def _(block: Paragraph) -> str:
    return _text(block.text)


@_block.register
def _(block: Points) -> str:
    return "\n".join(
        f"{f'{number}.' if block.numbered else '-'} {_text(item)}" for number, item in enumerate(block.items, 1)
    )


@_block.register
def _(block: Facts) -> str:
    return "\n".join(f"- **{escaped(name)}:** {_text(text)}" for name, text in block.rows)


@_block.register
def _(block: Table) -> str:
    return _table(map(escaped, block.heads), ([_text(cell) for cell in row] for row in block.rows))


@_block.register
def _(block: Bars) -> str:
    return ""


@_block.register
def _(block: Sources) -> str:
    rows = []
    for one in block.entries:
        title = escaped(one.title)
        link = f"[{title}](<{_NO_ADDRESS.sub('', one.url)}>)" if one.url else title
        rows.append((str(one.number), link, escaped(one.year), escaped(one.kind)))
    return _table(block.HEADS, rows)


def _text(text: Text) -> str:
    cited = "".join(f" \\[{number}\\]" for number in text.sources)
    return escaped(text.words) + cited


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    top = list(heads)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (top, ["---"] * len(top), *rows))
