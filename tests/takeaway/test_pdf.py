"""The PDF says what the document says, on the reader's paper, page by page."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.takeaway import Document
from bot.takeaway.blocks import Points, Section, Sources, Table, Text
from bot.takeaway.pdf import pdf

MOMENT = datetime(2026, 11, 27, 12, tzinfo=UTC)


class Reader:
    """What fpdf2 wrote: the text of each page, read back through the fonts' own tables of letters."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        streams = [self._plain(one) for one in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)]
        self._letters = [self._table(one) for one in streams if b"beginbfchar" in one]
        self.pages = ["".join(self._text(one)) for one in streams if b" Tf" in one]

    @staticmethod
    def _plain(stream: bytes) -> bytes:
        try:
            return zlib.decompress(stream)
        except zlib.error:
            return stream

    @staticmethod
    def _table(stream: bytes) -> dict[int, str]:
        pairs = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", stream)
        return {int(code, 16): bytes.fromhex(letters.decode()).decode("utf-16-be") for code, letters in pairs}

    def _text(self, stream: bytes) -> Iterator[str]:
        font = 0
        for name, shown in re.findall(rb"/F(\d+) [\d.]+ Tf|\((.*?)(?<!\\)\) Tj", stream, re.DOTALL):
            if name:
                font = int(name)
                continue
            raw = re.sub(
                rb"\\(.)", lambda found: {b"r": b"\r", b"n": b"\n"}.get(found[1], found[1]), shown, flags=re.DOTALL
            )
            codes = [int.from_bytes(raw[place : place + 2], "big") for place in range(0, len(raw), 2)]
            yield "".join(self._letters[font - 1].get(code, "") for code in codes)


def squeezed(text: str) -> str:
    """Text without its spaces, which line breaks take away."""
    return re.sub(r"\s|\xa0", "", text)


@pytest.fixture
def seen(made: Document) -> Reader:
    return Reader(pdf(made, MOMENT))


def test_every_word_of_the_document_is_in_it(made: Document, seen: Reader, words: Any) -> None:
    text = squeezed("".join(seen.pages))
    for kicker in (f"{made.kicker}Page{number}of{len(seen.pages)}" for number in range(1, len(seen.pages) + 1)):
        assert squeezed(kicker) in text
        text = text.replace(squeezed(kicker), "")  # a page may end within a list
    assert [line for line in words(made).splitlines() if squeezed(line) not in text] == []


def test_no_heading_stands_alone_at_the_foot_of_a_page(made: Document, seen: Reader) -> None:
    for page in seen.pages:
        body = squeezed(page).removesuffix(squeezed(page[page.rindex("Page") :])).removesuffix(squeezed(made.kicker))
        assert not body.endswith(tuple(squeezed(section.title) for section in made.sections))


def test_it_says_what_it_is(made: Document, seen: Reader) -> None:
    assert b"/Lang (en)" in seen.content and b"/Title" in seen.content
    assert seen.content.startswith(b"%PDF-1.") and b"/Outlines" in seen.content


def test_sources_are_links(made: Document, seen: Reader) -> None:
    [listed] = made.sections[-1].blocks
    assert isinstance(listed, Sources)
    urls = [one.url for one in listed.entries if one.url]
    assert all(f"/URI ({url})".encode() in seen.content for url in urls)


@pytest.mark.parametrize(("home", "box"), [("US", b"[0 0 612.00 792.00]"), ("Spain", b"[0 0 595.28 841.89]")])
def test_the_paper_is_the_readers(compose: Any, home: str, box: bytes) -> None:
    assert b"/MediaBox " + box in pdf(compose("D06", profile={"home": home}), MOMENT)


def test_the_same_document_gives_the_same_bytes(compose: Any) -> None:
    assert pdf(compose("D06"), MOMENT) == pdf(compose("D06"), MOMENT)


def test_what_looks_like_markup_is_text(hostile: Document) -> None:
    content = pdf(hostile, MOMENT)
    assert "<imgsrc=xonerror=alert(1)>" in squeezed("".join(Reader(content).pages))
    assert b"/URI (javascript" not in content and b"/JS" not in content


def test_an_owner_may_have_any_european_name(compose: Any) -> None:
    assert (
        "\u0141\u00f3d\u017a \u0395\u03bb \u0416"
        in Reader(pdf(compose("D06", "\u0141\u00f3d\u017a \u0395\u03bb \u0416"), MOMENT)).pages[0]
    )


def test_long_tables_and_lists_go_on_on_the_next_page() -> None:
    cell, long = Text("word " * 40), Text("x" * 400)
    sections = (
        Section("Table", (Table(("One", "Two"), ((cell, long),) * 30),)),
        Section("List", (Points((cell,) * 60, numbered=True),)),
    )
    document = Document("Title", "Kicker", "Verdict", (*sections, Section("End", (Points((cell,)),))), ("Note",), "a4")
    reader = Reader(pdf(document, MOMENT))
    assert len(reader.pages) > 5
    assert sum("OneTwo" in squeezed(page) for page in reader.pages) > 2  # heads are repeated
