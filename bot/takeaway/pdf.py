"""The document as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import singledispatch, singledispatchmethod
from pathlib import Path
from typing import cast

from fpdf import FPDF
from fpdf.enums import MethodReturnValue
from fpdf.fonts import FontFace
from fpdf.table import Table as Grid
from fpdf.util import Padding

from bot.takeaway.blocks import Bars, Block, Document, Facts, Paragraph, Points, Section, Sources, Table, Text

Color = tuple[int, int, int]

FONT = "DejaVu"  # has the letters of every European language, so that a name stays a name
INK, SOFT, LINE = (27, 35, 48), (90, 100, 114), (204, 210, 218)
ACCENT, WASH, WARN = (11, 92, 138), (238, 245, 250), (154, 52, 18)
BODY, SMALL = 9.0, 7.5  # points
MARGIN, LEADING = 20.0, 4.7  # mm, as all other lengths here; of a line of body text
PADDING, GAP, INDENT, BAR = 0.9, 3.0, 6.0, 5.0  # above and below a row, between columns, before a point, of a bar
HEADING, NOTES = 15.0, 26.0  # with the room around them
TOGETHER = 100.0  # a section up to this height stays on one page
NARROWEST, BETWEEN, WIDEST = 8, 3, 60  # characters, when the width is shared among columns: at least, the gap, at most


def pdf(document: Document, made: datetime) -> bytes:
    """The PDF, which says that it was made then: the same document gives the same bytes."""
    paper = _Paper(document, made)
    paper.add_page()
    paper.put_head()
    for section in document.sections[:-1]:
        paper.put_section(section)
    paper.put_section(document.sections[-1], NOTES)  # which do not stand alone on the last page
    paper.put_notes()
    return bytes(paper.output())


class _Paper(FPDF):
    """Puts blocks onto pages, from top to bottom."""

    def __init__(self, document: Document, made: datetime) -> None:
        super().__init__(format=document.paper)
        self._document = document
        fonts = _fonts()
        self.add_font(FONT, "", fonts / "DejaVuSans.ttf")
        self.add_font(FONT, "B", fonts / "DejaVuSans-Bold.ttf")
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN)
        self.set_title(document.title)
        self.set_subject(document.verdict)
        self.set_lang("en")
        self.set_creation_date(made)

    def footer(self) -> None:
        """The foot of a page; fpdf2 calls it."""
        self.set_y(-MARGIN / 2 - 2)
        self._use(SMALL, SOFT)
        self.cell(self.epw * 0.8, 4, self._document.kicker)
        self.cell(0, 4, f"Page {self.page_no()} of {{nb}}", align="R")

    def put_head(self) -> None:
        """Title and verdict."""
        self._write(self._document.kicker, SMALL, SOFT)
        self.ln(1)
        self._write(self._document.title, 18, INK, "B", 8)
        self.ln(4)
        self._use(11.5, INK, "B")
        self.set_fill_color(WASH)
        top = self.y
        around = Padding(top=3.5, right=4, bottom=3.5, left=5)
        self.multi_cell(
            0, 6, self._document.verdict, align="L", fill=True, padding=around, new_x="LMARGIN", new_y="NEXT"
        )
        self._bar(top, ACCENT)

    def put_section(self, section: Section, after: float = 0.0) -> None:
        """A heading and what belongs to it, with room for what comes `after`."""
        heights = [self._height(block) + 2 for block in section.blocks]
        whole = sum(heights) + after
        self._keep(HEADING + (whole if whole < TOGETHER else min(heights[0], TOGETHER)))
        self.ln(5.5 if section.level == 2 else 3)
        self.start_section(section.title, section.level - 2)
        top, page = self.y, self.page
        color = WARN if section.urgent else INK if section.level == 2 else ACCENT
        if section.urgent:
            self.set_left_margin(MARGIN + 5)
            self.set_x(self.l_margin)
        self._write(section.title, 13 if section.level == 2 else 10.5, color, "B", 6)
        self.ln(1)
        for block in section.blocks:
            self._put(block)
            self.ln(1.5)
        if section.urgent:
            self.set_left_margin(MARGIN)
            self.set_x(self.l_margin)
            if self.page == page:
                self._bar(top, WARN)

    def put_notes(self) -> None:
        """What a reader has to know of the whole."""
        self._keep(NOTES)
        self.ln(6)
        self.set_draw_color(LINE)
        self.line(self.l_margin, self.y, self.l_margin + self.epw, self.y)
        self.ln(2.5)
        for note in self._document.notes:
            self._write(note, SMALL, SOFT, leading=4)
            self.ln(1)

    @singledispatchmethod
    def _put(self, block: Block) -> None:
        raise TypeError(type(block).__name__)

    @_put.register
    def _put_paragraph(self, block: Paragraph) -> None:
        self._write(_cited(block.text))

    @_put.register
    def _put_points(self, block: Points) -> None:
        for mark, words in _cells(block):
            self._use(BODY, INK)
            self._keep(self._lines(words, self.epw - INDENT) * LEADING)  # a point is not cut in two
            self.cell(INDENT, LEADING, mark)
            self.multi_cell(0, LEADING, words, align="L", new_x="LMARGIN", new_y="NEXT")
            self.ln(1)

    @_put.register
    def _put_facts(self, block: Facts) -> None:
        with self._table(block, heads=0) as table:
            for name, words in _cells(block):
                row = table.row()
                row.cell(name, style=FontFace(color=SOFT))
                row.cell(words)

    @_put.register
    def _put_table(self, block: Table) -> None:
        with self._table(block) as table:
            for cells in _cells(block):
                table.row(cells)

    @_put.register
    def _put_sources(self, block: Sources) -> None:
        heads, *rows = _cells(block)
        with self._table(block) as table:
            table.row(heads)
            for source, (number, title, *rest) in zip(block.entries, rows, strict=True):
                row = table.row((number,))
                row.cell(title, link=source.url, style=FontFace(color=ACCENT if source.url else INK))
                for words in rest:
                    row.cell(words)

    @_put.register
    def _put_bars(self, block: Bars) -> None:
        self.ln(2)
        left, scale = self.epw * 0.5, self.epw * 0.36
        for place, (name, points, words) in enumerate(block.rows):
            self._use(SMALL, INK)
            self.cell(left, BAR, self._fitted(name, left - 2))
            start = self.x
            self.set_fill_color(LINE)
            self.rect(start, self.y + 1.1, scale, BAR - 2.2, "F")
            self.set_fill_color(SOFT if place else ACCENT)
            self.rect(start, self.y + 1.1, scale * points / 100, BAR - 2.2, "F")
            self.set_x(start + scale + 2)
            self._use(SMALL, INK, "B")
            self.cell(0, BAR, words, new_x="LMARGIN", new_y="NEXT")

    def _table(self, block: Facts | Table | Sources, heads: int = 1) -> AbstractContextManager[Grid]:
        self._use(BODY, INK)
        self.set_draw_color(LINE)
        self.set_fill_color(255)  # fpdf2 fills cells with the present color
        return self.table(
            width=self.epw,
            col_widths=_widths(block),
            align="LEFT",
            text_align="LEFT",
            v_align="TOP",
            line_height=LEADING,
            padding=(PADDING, GAP, PADDING, 0),
            borders_layout="HORIZONTAL_LINES",
            first_row_as_headings=bool(heads),
            num_heading_rows=heads,
            headings_style=FontFace(emphasis="BOLD", color=SOFT, size_pt=SMALL),
        )

    def _height(self, block: Block) -> float:
        """About how high a block will be."""
        if isinstance(block, Bars):
            return len(block.rows) * BAR + 4
        self._use(BODY, INK)
        widths, height = _widths(block), 0.0
        share = self.epw / sum(widths)
        for cells in _cells(block):
            lines = (self._lines(words, width * share) for width, words in zip(widths, cells, strict=True))
            height += max(lines) * LEADING + 2 * PADDING
        return height

    def _lines(self, words: str, width: float) -> int:
        """How many lines the words take in a column."""
        inside = max(width - GAP, INDENT)
        lines = self.multi_cell(inside, LEADING, words, align="L", dry_run=True, output=MethodReturnValue.LINES)
        return len(cast(list[str], lines))

    def _write(
        self, words: str, size: float = BODY, color: Color = INK, style: str = "", leading: float = LEADING
    ) -> None:
        self._use(size, color, style)
        self.multi_cell(0, leading, words, align="L", new_x="LMARGIN", new_y="NEXT")

    def _use(self, size: float, color: Color, style: str = "") -> None:
        self.set_font(FONT, style, size)
        self.set_text_color(color)

    def _keep(self, height: float) -> None:
        """Begin a new page when there is less room than that: no heading stands alone at the foot of one."""
        if self.will_page_break(height):
            self.add_page()

    def _bar(self, top: float, color: Color) -> None:
        self.set_fill_color(color)
        self.rect(self.l_margin, top, 1.2, self.y - top, "F")

    def _fitted(self, words: str, width: float) -> str:
        if self.get_string_width(words) <= width:
            return words
        while words and self.get_string_width(f"{words}\u2026") > width:
            words = words[:-1]
        return f"{words.rstrip()}\u2026"


def _fonts() -> Path:
    from matplotlib import get_data_path  # here, so that a server that nobody asks for a PDF does not load it

    return Path(get_data_path()) / "fonts" / "ttf"


def _cited(text: Text) -> str:
    return text.words + "".join(f"\u00a0[{number}]" for number in text.sources)


@singledispatch
def _cells(block: Block) -> list[tuple[str, ...]]:
    """The words of a block, row by row, heads first."""
    raise TypeError(type(block).__name__)


@_cells.register
def _(block: Paragraph) -> list[tuple[str, ...]]:
    return [(_cited(block.text),)]


@_cells.register
def _(block: Points) -> list[tuple[str, ...]]:
    return [(f"{number}." if block.numbered else "\u2022", _cited(item)) for number, item in enumerate(block.items, 1)]


@_cells.register
def _(block: Facts) -> list[tuple[str, ...]]:
    return [(name, _cited(text)) for name, text in block.rows]


@_cells.register
def _(block: Table) -> list[tuple[str, ...]]:
    return [block.heads, *(tuple(map(_cited, row)) for row in block.rows)]


@_cells.register
def _(block: Sources) -> list[tuple[str, ...]]:
    return [block.HEADS, *((str(one.number), one.title, one.year, one.kind) for one in block.entries)]


def _widths(block: Block) -> Sequence[float]:
    """Shares of the width; a column of a table counts its longest text."""
    if isinstance(block, Paragraph):
        return (1,)
    if isinstance(block, Points):
        return (3, 97)
    if isinstance(block, Facts):
        return (28, 72)
    if isinstance(block, Sources):
        return (6, 50, 12, 32)
    return [min(max(NARROWEST, *map(len, column)) + BETWEEN, WIDEST) for column in zip(*_cells(block), strict=True)]
