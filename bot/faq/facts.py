"""The facts that answers cite: `data/facts/*.yml`, each with its source and how far it can be relied on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from bot.faq.files import DATA, Unreadable, read_yaml

FOLDER = "facts"  # beside the folder of the entries
RELIABILITY = {
    "A": "official, peer-reviewed or law",
    "B": "a named analyst, the trade press or a law firm",
    "C": "a vendor or broker",
    "D": "anonymous: never cited",
    "seed": "the articles this bot was built from",
}
NEVER = "do not state"  # a caution with these words keeps a fact out of answers
_NEEDED = {
    "id": 'its name in `rests_on`, such as "KPI-7"',
    "statement": "one checkable sentence in our own words",
    "year": 'a number, or "undated"',
    "title": "what the source is",
    "reliability": f"one of {', '.join(RELIABILITY)}",
    "changed": 'the day the statement last changed, "2026-11-21"',
}


class FactError(ValueError):
    """Some facts cannot be read; the message lists every one with what to write instead."""


@dataclass(frozen=True)
class Fact:
    """One checkable statement in our own words.

    `figure` its number where it has one, `country` what the figure is about, `year` a number or "undated", `title` what the
    source is and `url` or `document` where it is, `also` more places that say it, `reliability` a key of RELIABILITY,
    `caution` what a reader must be told, `changed` the day the statement or its figure last changed.
    """

    id: str
    statement: str
    year: int | str
    title: str
    reliability: str
    changed: str
    url: str | None = None
    document: str | None = None
    figure: str | None = None
    country: str | None = None
    caution: str | None = None
    also: tuple[str, ...] = ()

    @property
    def citable(self) -> bool:
        """Whether an answer may rest on it."""
        return self.reliability != "D" and NEVER not in (self.caution or "").lower()

    @property
    def place(self) -> str:
        """Where the source is: its address, or the name of its document."""
        return self.url or self.document or ""

    @property
    def text(self) -> str:
        """All its words, in which the figures of an answer have to stand."""
        return " ".join(str(part) for part in (self.statement, self.figure, self.title, self.year) if part)


_KEYS = {field.name for field in fields(Fact)}
_TEXTS = _KEYS - {"year", "changed", "also"}


def read_facts(data: Path = DATA) -> dict[str, Fact]:
    """All facts by id; raises FactError naming every one that cannot be read."""
    facts, problems = survey_facts(data)
    if problems:
        raise FactError("\n".join(problems))
    return facts


def survey_facts(data: Path = DATA) -> tuple[dict[str, Fact], list[str]]:
    """The facts that can be read, by id, and what is wrong with the others, as `file: what is wrong; what to write`."""
    facts: dict[str, Fact] = {}
    problems: list[str] = []
    for path in sorted((data.parent / FOLDER).glob("*.yml")):
        try:
            rows = _rows(path)
        except Unreadable as error:
            problems.append(f"{path}: {error}")
            continue
        for row in rows:
            wrong = list(_problems(row, facts))
            name = row.get("id") or "without an id" if isinstance(row, dict) else row
            problems += [f"{path}: the fact {name}: {problem}" for problem in wrong]
            if not wrong:
                facts[name] = _fact(row)
    return facts, problems


def _rows(path: Path) -> list[Any]:
    document = read_yaml(path)
    rows = document.get("facts") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        raise Unreadable("has no list under `facts:`; write `- id:` and its lines below it")
    return rows


def _fact(row: Mapping[str, Any]) -> Fact:
    given = {key: value for key, value in row.items() if value is not None}
    return Fact(**{**given, "changed": str(row["changed"]), "also": tuple(given.get("also", ()))})


def _problems(row: Any, known: Mapping[str, Fact]) -> Iterator[str]:
    if not isinstance(row, dict):
        yield "is no mapping; write `- id:` and its lines"
        return
    for name in (name for name in _NEEDED if row.get(name) in (None, "")):
        yield f"lacks {name}; write {_NEEDED[name]}"
    for name in sorted(set(row) - _KEYS, key=str):
        yield f"has the unknown key {name}; known are {', '.join(sorted(_KEYS))}"
    for name in sorted(_TEXTS & set(row)):
        if not isinstance(row[name], str | None):
            yield f"{name} is no text; write it in double quotes"
    if isinstance(row.get("id"), str) and row["id"] in known:
        yield "the id stands twice; give each fact its own"
    if type(row.get("year")) is not int and row.get("year") not in ("undated", "", None):
        yield f"the year is {row['year']}; write {_NEEDED['year']}"
    if row.get("reliability") not in (*RELIABILITY, "", None):
        yield f"the reliability is {row['reliability']}; write {_NEEDED['reliability']}"
    if row.get("changed") and not _is_date(row["changed"]):
        yield f"changed is {row['changed']}; write {_NEEDED['changed']}"
    if bool(row.get("url")) == bool(row.get("document")):
        yield "needs a url or a document, one of them"
    also = row.get("also") or []
    if not isinstance(also, list) or not all(isinstance(place, str) for place in also):
        yield "also is no list of places; write one a line behind a dash, in double quotes"


def _is_date(value: Any) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True
