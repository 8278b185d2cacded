"""Facts are data with a source, a year and a reliability; what lacks them is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.faq.check import check
from bot.faq.facts import FactError, read_facts

Document = dict[str, Any]

# What an author does to the fact F1, and what is said about it.
MISTAKES: dict[str, tuple[Callable[[Document], object], str]] = {
    "no year": (lambda f: f.pop("year"), 'the fact F1: lacks year; write a number, or "undated"'),
    "an empty year": (lambda f: f.update(year=""), "lacks year; write"),
    "a vague year": (lambda f: f.update(year="about 2020"), 'the year is about 2020; write a number, or "undated"'),
    "a year that is yes": (lambda f: f.update(year=True), "the year is True"),
    "no id": (lambda f: f.pop("id"), "the fact without an id: lacks id; write its name"),
    "no statement": (lambda f: f.pop("statement"), "lacks statement; write one checkable sentence"),
    "a statement that is a number": (lambda f: f.update(statement=3), "statement is no text; write it in double"),
    "no title": (lambda f: f.pop("title"), "lacks title; write what the source is"),
    "another reliability": (lambda f: f.update(reliability="E"), "the reliability is E; write one of A, B, C, D, seed"),
    "no day of change": (lambda f: f.pop("changed"), "lacks changed; write the day"),
    "a day of change that is none": (lambda f: f.update(changed="lately"), "changed is lately; write the day"),
    "no place": (lambda f: f.pop("url"), "needs a url or a document, one of them"),
    "two places": (lambda f: f.update(document="a book"), "needs a url or a document, one of them"),
    "further places as words": (lambda f: f.update(also="there"), "also is no list of places; write one a line"),
    "a key that nobody reads": (lambda f: f.update(yaer=2020), "has the unknown key yaer; known are also, caution"),
    "the id of another fact": (lambda f: f.update(id="F2"), "the id stands twice"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_reported_alone(folder: Any, mistake: str) -> None:
    change, said = MISTAKES[mistake]
    change(folder.facts["F1"])
    path = folder.write_facts(folder.facts["F2"], folder.facts["F1"])
    [problem] = [problem for problem in check(folder.data) if str(path) in problem]
    assert said in problem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("facts: [", "not YAML"),
        ("- F1", "has no list under `facts:`"),
        ("facts: F1", "has no list under `facts:`"),
        ("facts: [F1]", "the fact F1: is no mapping; write `- id:`"),
    ],
)
def test_a_file_that_holds_no_facts_is_reported(folder: Any, text: str, said: str) -> None:
    path = folder.write_facts()
    path.write_text(text)
    [problem] = [problem for problem in check(folder.data) if str(path) in problem]
    assert said in problem


def test_all_facts_that_cannot_be_read_are_named(folder: Any) -> None:
    for fact in folder.facts.values():
        fact.pop("year")
    folder.write_facts(*folder.facts.values())
    with pytest.raises(FactError, match=r"(?s)F1: lacks year.*F2: lacks year"):
        read_facts(folder.data)


def test_a_fact_is_read_as_written(folder: Any) -> None:
    folder.facts["F1"] |= {"caution": None, "also": ["https://example.org/copy"], "year": "undated"}
    folder.write_facts(folder.facts["F1"])
    fact = read_facts(folder.data)["F1"]
    assert (fact.year, fact.also, fact.caution) == ("undated", ("https://example.org/copy",), None)
    assert fact.place == "https://example.org/first" and fact.changed == "2026-11-20" and fact.citable


def test_an_anonymous_fact_and_one_not_to_be_said_are_kept_but_not_citable(folder: Any) -> None:
    folder.facts["F1"]["reliability"] = "D"
    folder.facts["F2"]["caution"] = "Do not state: one blog only"
    folder.write_facts(*folder.facts.values())
    assert [fact.citable for fact in read_facts(folder.data).values()] == [False, False]
