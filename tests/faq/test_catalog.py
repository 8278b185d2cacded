"""The catalog holds the curated answers with their cards, and says which files it cannot read."""

from __future__ import annotations

from typing import Any

import pytest

from bot.faq import CatalogError, FaqCatalog, Source
from bot.faq.draft import examples_of


def test_an_entry_comes_with_its_whole_card(folder: Any) -> None:
    entry = FaqCatalog.load(folder.data)["first"]
    assert (entry.slug, entry.title, entry.topic) == ("first", "What is first?", "definitions")
    assert entry.related == ("second",) and entry.reviewed == "2026-11-21" and entry.notes == ""
    assert entry.test_questions[0] == "held out first number 0" and len(entry.test_questions) == 4
    assert entry.examples[0] == "say first number 0" and len(entry.examples) == 20
    assert entry.sources == (Source("A book on first", 2026, url="https://example.org/first", facts=("F1",)),)


def test_the_answer_is_the_one_for_all_channels(folder: Any) -> None:
    assert FaqCatalog.load(folder.data)["first"].answer == "first is so."


def test_the_catalog_is_a_mapping_by_slug(folder: Any) -> None:
    catalog = FaqCatalog.load(folder.data)
    assert list(catalog) == ["first", "second"] and len(catalog) == 2
    assert "third" not in catalog and catalog.get("third") is None


def test_a_topic_that_nobody_wrote_yet_has_a_name_to_decline_by(folder: Any) -> None:
    topic = FaqCatalog.load(folder.data).unwritten["third"]
    assert (topic.slug, topic.name, topic.topic) == ("third", "the third", "definitions")
    assert len(topic.examples) == 20 and len(topic.test_questions) == 4


def test_entries_are_found_by_topic(folder: Any) -> None:
    document = folder.document("faq", "second")
    document["nlu"][0]["metadata"]["topic"] = "prices"
    folder.write("faq", "second", document)
    topics = FaqCatalog.load(folder.data).topics()
    assert {topic: [entry.slug for entry in entries] for topic, entries in topics.items()} == {
        "definitions": ["first"],
        "prices": ["second"],
    }


def test_a_date_without_quotes_is_read_as_written(folder: Any) -> None:
    path = folder.write("faq", "first", folder.document())
    path.write_text(path.read_text().replace("'2026-11-21'", "2026-11-21"))
    assert FaqCatalog.load(folder.data)["first"].reviewed == "2026-11-21"


def test_every_file_that_cannot_be_read_is_named(folder: Any) -> None:
    folder.write_text("faq", "first", "nlu: [")
    folder.write("faq", "second", {"version": "3.1"})
    folder.write("unwritten", "third", ["a list"])
    with pytest.raises(CatalogError) as refused:
        FaqCatalog.load(folder.data)
    assert all(name in str(refused.value) for name in ("first.yml", "second.yml", "third.yml"))


def test_an_entry_that_answers_on_one_channel_only_is_named(folder: Any) -> None:
    document = folder.document()
    del document["responses"]["utter_faq/first"][1]
    folder.write("faq", "first", document)
    with pytest.raises(CatalogError, match=r"first\.yml"):
        FaqCatalog.load(folder.data)


def test_a_file_in_another_encoding_is_named(folder: Any) -> None:
    folder.write_text("faq", "first", "version: 'caf\xe9'".encode("latin-1"))
    with pytest.raises(CatalogError, match=r"first\.yml"):
        FaqCatalog.load(folder.data)


@pytest.mark.parametrize(
    "change", [{"related": "second"}, {"title": 3}, {"sources": "a book"}, {"test_questions": [1]}]
)
def test_a_card_with_values_of_another_type_is_named(folder: Any, change: dict[str, Any]) -> None:
    document = folder.document()
    document["nlu"][0]["metadata"].update(change)
    folder.write("faq", "first", document)
    with pytest.raises(CatalogError, match=rf"first\.yml: .*{next(iter(change)).replace('_', ' ')}.*; write "):
        FaqCatalog.load(folder.data)


def test_a_source_shows_its_address_or_its_document() -> None:
    web = Source("A page", 2020, url="https://example.org", facts=("F1",))
    paper = Source("An article", "undated", document="seed article 2")
    assert web.as_metadata() == {"title": "A page", "url": "https://example.org", "year": 2020}
    assert paper.as_metadata() == {"title": "An article", "document": "seed article 2", "year": "undated"}


def test_examples_are_lines_without_their_dash() -> None:
    assert examples_of("- what is bpo\n\n- on-shore - or not \n") == ("what is bpo", "on-shore - or not")


def test_examples_are_those_that_rasa_learns() -> None:
    assert examples_of("what is bpo\n-bpo meaning\n  - bpo?\n-\n") == ("bpo meaning",)
