"""The check finds every claim that no fact bears, each with what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.faq.claims import cited_by, figures, sentences

Document = dict[str, Any]
Change = Callable[[Document, dict[str, Document]], object]


def card(document: Document) -> Document:
    return document["nlu"][0]["metadata"]  # type: ignore[no-any-return]


def source(document: Document) -> Document:
    return card(document)["sources"][0]  # type: ignore[no-any-return]


def say(document: Document, text: str, *rests_on: str) -> None:
    document["responses"]["utter_faq/first"][1]["text"] = text
    card(document)["rests_on"] = list(rests_on)


# What an author does to first.yml (d) and the facts (f), and what the check says about it.
MISTAKES: dict[str, tuple[Change, str]] = {
    "no rests_on": (lambda d, f: card(d).pop("rests_on"), "metadata lacks rests_on"),
    "a sentence without a line": (
        lambda d, f: say(d, "First is so. It is good.", "F1"),
        'rests_on has 1 lines and the answer 2 sentences; write one line a sentence: ids of facts, or "ours"',
    ),
    "a line without a sentence": (lambda d, f: say(d, "First is so.", "F1", "ours"), "has 2 lines and the answer 1"),
    "an empty line": (lambda d, f: say(d, "First is so. So it is.", "F1", " "), "line 2 of rests_on is empty; write"),
    "a fact that does not exist": (
        lambda d, f: say(d, "First is so.", "F1 F9"),
        "names F9, which is no fact; `python -m bot.faq facts` lists",
    ),
    "an anonymous fact": (
        lambda d, f: f["F1"].update(reliability="D"),
        "names F1, which must not be cited (anonymous: never cited); rest on another fact",
    ),
    "a fact that must not be said": (
        lambda d, f: f["F1"].update(caution="Disputed: do not state"),
        "names F1, which must not be cited (Disputed: do not state); rest on another fact",
    ),
    "a figure of no fact": (
        lambda d, f: say(d, "First is so in 60% of cases.", "F1"),
        '"First is so in 60% of cases." has the figure 60, which stands in none of the facts it rests on; cite the fact',
    ),
    "a figure where nothing is claimed": (
        lambda d, f: say(d, "First is so. Ask 3 firms.", "F1", "ours"),
        '"Ask 3 firms." has the figure 3',
    ),
    "a fact that no source lists": (
        lambda d, f: say(d, "First is so.", "F1 F2"),
        "names F2, and no source lists it; add it to the facts of its source",
    ),
    "a fact that no sentence rests on": (
        lambda d, f: say(d, "First is so.", "ours"),
        "a source lists the fact F1, and no sentence rests on it; cite it in rests_on, or take it out",
    ),
    "a fact under another source": (
        lambda d, f: source(d).update(url="https://example.org/other"),
        "lists F1, whose source is https://example.org/first (2026); write that one",
    ),
    "a source of another year than its fact": (lambda d, f: source(d).update(year=2020), "lists F1, whose source is"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_reported_and_nothing_else(folder: Any, mistake: str) -> None:
    change, said = MISTAKES[mistake]
    document = folder.document()
    change(document, folder.facts)
    folder.write("faq", "first", document)
    folder.write_facts(*folder.facts.values())
    found = folder.problems()
    assert any(said in problem for problem in found), found
    # A fact that is cited although no source may list it is wrong twice.
    assert len(found) == (2 if mistake == "a fact that does not exist" else 1), found


def in_order(folder: Any, change: Change) -> bool:
    document = folder.document()
    change(document, folder.facts)
    folder.write("faq", "first", document)
    folder.write_facts(*folder.facts.values())
    return folder.problems() == []


@pytest.mark.parametrize("text", ["It is so in 40% of cases.", "It is so, a book of 2026 says.", "It runs 24/7."])
def test_figures_of_the_fact_and_the_year_of_its_source_may_be_said(folder: Any, text: str) -> None:
    assert in_order(folder, lambda d, f: say(d, text, "F1"))


def test_a_further_place_that_says_the_same_may_be_the_source_with_its_own_year(folder: Any) -> None:
    def change(document: Document, facts: dict[str, Document]) -> None:
        facts["F1"]["also"] = ["https://example.org/copy"]
        source(document).update(url="https://example.org/copy", year=2019)
        say(document, "A page of 2019 says so.", "F1")

    assert in_order(folder, change)


def test_sentences_end_where_a_reader_ends_them() -> None:
    text = (
        "In the U.S. Bureau's data it is 6.5 minutes. Is it so? Ask vs. Guess (Acme Inc. says). 'It is.' Then 3 more."
    )
    assert sentences(text) == [
        "In the U.S. Bureau's data it is 6.5 minutes.",
        "Is it so?",
        "Ask vs. Guess (Acme Inc. says).",
        "'It is.'",
        "Then 3 more.",
    ]


def test_a_line_names_facts_apart_by_spaces_or_commas() -> None:
    assert cited_by("F1, KPI-2  F3") == ["F1", "KPI-2", "F3"] and cited_by("ours") == []


def test_figures_are_the_same_however_thousands_are_written() -> None:
    assert figures("1,200 of 6.5, or 320-360") == {"1200", "6.5", "320", "360"} == figures("1200; 6.5 320 360")
