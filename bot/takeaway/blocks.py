"""What a document is made of: what there is to say, in order, without any look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Text:
    """Plain words, with the numbers of the sources they rest on."""

    words: str
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """Sentences."""

    text: Text


@dataclass(frozen=True)
class Points:
    """A list; numbered where the order matters."""

    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Facts:
    """Names with what is known under each."""

    rows: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class Table:
    """Rows under heads; a row has a cell for every head."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True)
class Bars:
    """A picture of points from 0 to 100, best first: name, points, and the words at the bar's end.

    It shows what `Facts` beside it say in words, so a rendering without pictures leaves it out.
    """

    rows: tuple[tuple[str, float, str], ...]


@dataclass(frozen=True)
class Source:
    """An entry of the list of sources; `kind` says what sort of publisher it is, `year` is "" where there is none."""

    number: int
    title: str
    year: str
    kind: str
    url: str | None


@dataclass(frozen=True)
class Sources:
    """The list of sources, under the heads of its columns."""

    HEADS: ClassVar[tuple[str, ...]] = ("No.", "Source", "Year", "Kind")

    entries: tuple[Source, ...]


Block = Paragraph | Points | Facts | Table | Bars | Sources


@dataclass(frozen=True)
class Section:
    """A heading with its blocks. Level 3 belongs to the level 2 before it; an urgent one is to be read first."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 2
    urgent: bool = False


@dataclass(frozen=True)
class Document:
    """The whole: `kicker` stands above the title, `verdict` answers it; `paper` is "letter" or "a4"."""

    title: str
    kicker: str
    verdict: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    paper: str
