"""A transcript says who said what and when, with sources, and nothing that was typed is markup."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.channels.transcript import transcript
from bot.storage import Said

AT = datetime(2026, 11, 27, 20, 5, tzinfo=UTC)
SOURCES = [
    {"title": "A [glossary]", "url": "https://example.org/bpo", "year": 2012},
    {"title": "An article", "document": "seed article 1", "year": "undated"},
]


def said(speaker: str, text: str, **metadata: Any) -> Said:
    return Said(1, speaker, text, [], metadata, AT)


def test_it_says_who_said_what_and_when() -> None:
    written = transcript([said("visitor", "what is bpo"), said("bot", "It is **this**.", sources=SOURCES)])
    assert written.splitlines() == [
        "# Conversation about BPO and call centers",
        "",
        "**You**, 2026-11-27 20:05 UTC",
        "",
        "what is bpo",
        "",
        "**Bot**, 2026-11-27 20:05 UTC",
        "",
        "It is **this**.",
        "",
        "- Source: [A \\[glossary\\]](<https://example.org/bpo>), 2012",
        "- Source: An article, undated",
    ]


def test_what_was_typed_is_no_markup_and_keeps_its_lines() -> None:
    written = transcript([said("visitor", "# big <b>\n- [x](javascript:alert(1))", sources=SOURCES)])
    assert "\\# big \\<b\\>  \n\\- \\[x\\](javascript:alert(1))" in written and "Source" not in written


def test_of_nothing_there_is_a_title() -> None:
    assert transcript([]) == "# Conversation about BPO and call centers\n"
