"""The check finds every mistake in the shape and the card of an entry, each with what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Document = dict[str, Any]
Change = Callable[[Document], object]


def card(document: Document) -> Document:
    return document["nlu"][0]["metadata"]  # type: ignore[no-any-return]


def source(document: Document) -> Document:
    return card(document)["sources"][0]  # type: ignore[no-any-return]


# What an author does to first.yml, and what the check says about it.
MISTAKES: dict[str, tuple[Change, str]] = {
    "another intent than the file name": (
        lambda d: d["nlu"][0].update(intent="faq/frist"),
        "intent is faq/frist; write faq/first",
    ),
    "two intents in one file": (lambda d: d["nlu"].append(d["nlu"][0]), "holds 2 intents"),
    "no intent block": (lambda d: d.pop("nlu"), "has another shape than an entry"),
    "an intent block that is a mapping": (lambda d: d.update(nlu=d["nlu"][0]), "has another shape than an entry"),
    "an unknown key in the file": (lambda d: d.update(rules=[]), "the file has the unknown key rules"),
    "an unknown key in the card": (lambda d: card(d).update(autor="me"), "metadata has the unknown key autor"),
    "no card": (lambda d: d["nlu"][0].pop("metadata"), "metadata lacks title"),
    "no title": (lambda d: card(d).pop("title"), "metadata lacks title"),
    "an empty title": (lambda d: card(d).update(title=""), "title"),
    "no topic": (lambda d: card(d).pop("topic"), "metadata lacks topic"),
    "no related entries": (lambda d: card(d).pop("related"), "metadata lacks related"),
    "a related entry that nobody wrote": (
        lambda d: card(d).update(related=["third"]),
        "related names third, which is no other written entry",
    ),
    "a related entry that is itself": (
        lambda d: card(d).update(related=["first"]),
        "related names first, which is no other written entry",
    ),
    "no date of review": (lambda d: card(d).pop("reviewed"), "metadata lacks reviewed"),
    "a date of review that is no date": (
        lambda d: card(d).update(reviewed="last week"),
        'reviewed is last week; write a date such as "2026-11-21"',
    ),
    "no source": (lambda d: card(d).update(sources=[]), "has no source"),
    "a source without a title": (lambda d: source(d).pop("title"), "a source lacks its title"),
    "a source without a year": (lambda d: source(d).pop("year"), "lacks its year"),
    "a source with a vague year": (lambda d: source(d).update(year="about 2020"), 'a number, or "undated"'),
    "a source without a place": (lambda d: source(d).pop("url"), "needs a url or a document"),
    "a source with two places": (lambda d: source(d).update(document="it"), "needs a url or a document"),
    "an unknown key in a source": (lambda d: source(d).update(page=3), "has the unknown key page"),
    "a title that is a number": (lambda d: card(d).update(title=3), "title: this is a number; write it in double"),
    "a title of nothing": (lambda d: card(d).update(title=None), "title is empty; write"),
    "an empty topic": (lambda d: card(d).update(topic=" "), "topic is empty; write"),
    "related entries as words": (lambda d: card(d).update(related="second"), "related: this is text; write a list"),
    "sources as words": (lambda d: card(d).update(sources="a book"), "sources: this is text; write a list"),
    "a source as words": (lambda d: card(d).update(sources=["a book"]), "sources, the item a book: this is text"),
    "a card as words": (lambda d: d["nlu"][0].update(metadata="card"), "metadata: this is text"),
    "no intent": (lambda d: d["nlu"][0].pop("intent"), "intent is missing; write faq/first"),
    "keys that are no words": (lambda d: card(d).update({1: 2, "autor": "me"}), "metadata has the unknown key 1"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_reported(folder: Any, mistake: str) -> None:
    change, said = MISTAKES[mistake]
    document = folder.document()
    change(document)
    folder.write("faq", "first", document)
    assert [problem for problem in folder.problems() if said.lower() in problem.lower()]
