"""The Markdown says what the document says, and nothing in it becomes markup."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.takeaway import Document
from bot.takeaway.blocks import Sources
from bot.takeaway.markdown import escaped, markdown

SPECIAL = re.compile(r"\\([^\w\s])")


def test_every_word_of_the_document_is_in_it(made: Document, words: Any) -> None:
    text = SPECIAL.sub(r"\1", markdown(made))
    assert [line for line in words(made).splitlines() if line not in text] == []


def test_sources_are_links_and_are_named_where_they_are_used(made: Document) -> None:
    text = markdown(made)
    assert re.search(r"^\| 1 \| ", text, re.MULTILINE) and "\\[1\\]" in text
    [listed] = made.sections[-1].blocks
    assert isinstance(listed, Sources)
    assert all(f"](<{one.url}>)" in text for one in listed.entries if one.url)


def test_every_table_has_as_many_cells_in_every_row(made: Document) -> None:
    for block in markdown(made).split("\n\n"):
        rows = [re.split(r"(?<!\\)\|", line) for line in block.splitlines() if line.startswith("|")]
        assert len({len(row) for row in rows}) <= 1


def test_what_looks_like_markup_is_escaped(hostile: Document) -> None:
    text = markdown(hostile)
    assert not re.search(r"(?<!\\)[<`]", text.replace("](<", "](").replace(">)", ")"))
    assert not re.search(r"(?<!\\)\]\(javascript", text)
    assert "](<javascript" not in text


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("- a", "\\- a"),
        ("1. a", "1\\. a"),
        ("12) a", "12\\) a"),
        ("# a", "\\# a"),
        ("+ a", "\\+ a"),
        ("---", "\\---"),
        ("+4", "+4"),
        ("89.3 people", "89.3 people"),
        ("$2,600-4,500", "$2,600-4,500"),
        ("a\n\n# b", "a \\# b"),
        ("a_b *c* [d](e) <f> &g; `h` |i ~j\\", "a\\_b \\*c\\* \\[d\\](e) \\<f\\> \\&g; \\`h\\` \\|i \\~j\\\\"),
    ],
)
def test_words_stay_words(words: str, line: str) -> None:
    assert escaped(words) == line


def test_the_hostile_words_are_still_legible(hostile: Document, markup: str) -> None:
    assert markup in SPECIAL.sub(r"\1", markdown(hostile))
