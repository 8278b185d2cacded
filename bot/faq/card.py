"""What is wrong with the card of an entry (`metadata`): its names, its sources, its date."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.faq.draft import CARD, Draft

SOURCE = {"title", "year", "url", "document", "facts"}
_WORDS = {
    "title": "the question as a person would ask it",
    "topic": "a label, such as one that another file has",
    "name": 'what finishes "I have no checked answer about ..."',
}


def card_problems(draft: Draft) -> Iterator[str]:
    """The problems of the card of an entry or an unwritten topic."""
    yield from unknown_keys("metadata", draft.card, CARD[draft.kind])
    for name, instead in _WORDS.items():
        if name in CARD[draft.kind] & set(draft.card) and not draft.card[name].strip():
            yield f"{name} is empty; write {instead}, in double quotes"
    if draft.kind == "faq":
        yield from _reviewed(draft)
        yield from _sources(draft)


def unknown_keys(where: str, mapping: Mapping[str, Any], known: set[str]) -> Iterator[str]:
    """Keys that nobody reads, often misspelt."""
    for name in sorted(set(mapping) - known, key=str):
        yield f"{where} has the unknown key {name}; known are {', '.join(sorted(known))}"


def _reviewed(draft: Draft) -> Iterator[str]:
    if "reviewed" not in draft.card:
        return  # said already
    try:
        date.fromisoformat(str(draft.card["reviewed"]))
    except ValueError:
        yield f'reviewed is {draft.card["reviewed"]}; write a date such as "2026-11-21"'


def _sources(draft: Draft) -> Iterator[str]:
    if not draft.sources:
        yield "has no source; an answer rests on at least one"
    for source in draft.sources:
        name = source.get("title") or "without a title"
        yield from unknown_keys(f"the source {name}", source, SOURCE)
        if not source.get("title", "").strip():
            yield 'a source lacks its title; write `title: "..."`'
        if type(source.get("year")) is not int and source.get("year") != "undated":
            yield f'the source {name} lacks its year; write a number, or "undated"'
        if bool(source.get("url")) == bool(source.get("document")):
            yield f"the source {name} needs a url or a document, one of them"
