"""The page of all answers: whole, escaped, and readable by search engines."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from bot.faq import FaqCatalog, FaqEntry, Source
from bot.faq.page import by_heading, glossary, page

ENTRY = FaqEntry(
    slug="what_is_bpo",
    title="What is BPO?",
    topic="def-bpo",
    answer="It is so. It is <b>not</b> & never </script>.",
    related=("who_pays", "gone"),
    sources=(
        Source('A "book" <1>', 2020, url="https://example.org/?a=1&b=2"),
        Source("A paper", "undated", document="paper <2>"),
        Source("A trap", 2021, url="javascript:alert(1)"),
    ),
    reviewed="2026-11-21",
    test_questions=(),
    examples=(),
)
OTHER = replace(ENTRY, slug="who_pays", title="Who <pays>?", topic="new-label", related=())
ENTRIES = {ENTRY.slug: ENTRY, OTHER.slug: OTHER}
VOID = {"meta"}


class Outline(HTMLParser):
    """Ids, links and text of a page; fails on elements that are not closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.elements: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.append(tag)
        self.ids += [given["id"]] if given.get("id") else []  # type: ignore[list-item]
        self.links += [given["href"]] if given.get("href") else []  # type: ignore[list-item]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def data(html: str) -> Any:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])  # type: ignore[index]


def test_words_of_authors_stay_words() -> None:
    outline = Outline(page(ENTRIES))
    assert "It is <b>not</b> & never </script>." in outline.text and 'A "book" <1>' in outline.text
    assert "b" not in outline.elements and outline.elements.count("script") == 1


def test_search_engines_read_the_same_answers() -> None:
    found = data(page(ENTRIES))
    assert (found["@context"], found["@type"]) == ("https://schema.org", "FAQPage")
    assert [question["name"] for question in found["mainEntity"]] == ["What is BPO?", "Who <pays>?"]
    assert found["mainEntity"][0]["acceptedAnswer"] == {"@type": "Answer", "text": ENTRY.answer}
    assert found["mainEntity"][0]["@type"] == "Question"


def test_sources_are_shown_and_only_web_addresses_are_links() -> None:
    outline = Outline(page(ENTRIES))
    assert "https://example.org/?a=1&b=2" in outline.links and "paper <2>, undated" in outline.text
    assert not [link for link in outline.links if link.startswith("javascript")] and "A trap" in outline.text


def test_links_within_the_page_lead_somewhere_and_places_are_unique() -> None:
    outline = Outline(page(ENTRIES))
    assert {link[1:] for link in outline.links if link.startswith("#")} <= set(outline.ids)
    assert len(outline.ids) == len(set(outline.ids)) and "#gone" not in outline.links


def test_the_page_needs_nothing_else() -> None:
    html = page(ENTRIES)
    assert not re.search(r"<(?:link|img|iframe)|\bsrc=|@import|url\(", html)


def test_entries_stand_under_their_headings_and_a_new_topic_under_its_own() -> None:
    found = {heading: [entry.slug for entry in entries] for heading, entries in by_heading(ENTRIES).items()}
    assert found == {"The basics": ["what_is_bpo"], "New label": ["who_pays"]}


@pytest.mark.parametrize(
    ("title", "term"),
    [
        ("What is AHT, and how is it calculated?", "AHT"),
        ("What are offshore, nearshore and onshore outsourcing?", "Offshore, nearshore and onshore outsourcing"),
        ("What is legal process outsourcing (LPO)?", "Legal process outsourcing"),
        ("What does GDPR mean for outsourcing?", "GDPR"),
        ("What do B2B and CSR mean?", "B2B and CSR"),
        ("What is a call center?", "Call center"),
    ],
)
def test_a_title_that_asks_for_a_meaning_is_in_the_glossary(title: str, term: str) -> None:
    assert list(glossary([replace(ENTRY, title=title)])) == [term]


@pytest.mark.parametrize(
    "title",
    ["What is the difference between BPO and KPO?", "What are the types of BPO?", "Who pays?", "What is a good AHT?"],
)
def test_another_question_is_not(title: str) -> None:
    assert glossary([replace(ENTRY, title=title)]) == {}


def test_the_glossary_is_in_alphabetical_order_with_first_sentences() -> None:
    terms = [replace(ENTRY, slug=slug, title=f"What is {slug}?") for slug in ("KPO", "attrition", "BPO")]
    assert list(glossary(terms)) == ["Attrition", "BPO", "KPO"]
    assert "<dd>It is so.</dd>" in page(ENTRIES)


def test_without_a_term_there_is_no_glossary(folder: Any) -> None:
    assert "Glossary" not in page({OTHER.slug: OTHER})
    assert "Glossary" in page(FaqCatalog.load(folder.data))
