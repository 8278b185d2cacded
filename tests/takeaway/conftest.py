"""Shared ground: the documents of the development profiles, and of one that would be markup."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.assessment import Profile, recommend
from bot.takeaway import Document, document
from bot.takeaway.blocks import Block, Facts, Paragraph, Points, Sources, Table, Text

PROFILES: dict[str, dict[str, Any]] = {
    key: case["profile"] for key, case in yaml.safe_load((Path("data/assessment/cases.yml")).read_text("utf-8")).items()
} | {
    "nothing said": {},
    "a budget for two": {"work": ["customer_support", "hr_payroll"], "volume": 1500, "unit": "calls", "employees": 60}
    | {"period": "month", "budget_month": 2000},
    "at odds": {"work": ["customer_support"], "volume": [7000, 9000], "unit": "calls", "home": "Germany"}
    | {"residency": "in_country", "location_pref": "offshore", "location_strength": "must", "hours": "24x7"},
}
MADE, UNTIL = date(2026, 11, 27), date(2026, 12, 27)
HOSTILE = "<img src=x onerror=alert(1)> [a](javascript:alert(1)) **b** `c` | # & {nb} \"'"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "key" in metafunc.fixturenames:
        metafunc.parametrize("key", PROFILES)


@pytest.fixture
def markup() -> str:
    """A string that would be markup in all three renderings."""
    return HOSTILE


@pytest.fixture
def compose(advise: Callable[[str], dict[str, Any]]) -> Callable[..., Document]:
    """The document on one of the profiles, with some of the advice changed."""

    def of(key: str, owner: str | None = None, profile: dict[str, Any] | None = None, **changed: Any) -> Document:
        return document({**advise(key), **changed}, PROFILES[key] if profile is None else profile, MADE, UNTIL, owner)

    return of


@pytest.fixture
def profile(key: str) -> dict[str, Any]:
    return PROFILES[key]


@pytest.fixture(scope="session")
def advise() -> Callable[[str], dict[str, Any]]:
    """The recommendation on one of the profiles, as the store gives it back."""
    known: dict[str, dict[str, Any]] = {}

    def of(key: str) -> dict[str, Any]:
        if key not in known:
            known[key] = json.loads(json.dumps(recommend(Profile.from_dict(PROFILES[key])).to_dict()))
        return known[key]

    return of


@pytest.fixture
def advice(key: str, advise: Any) -> dict[str, Any]:
    return dict(advise(key))


@pytest.fixture
def made(advice: dict[str, Any], profile: dict[str, Any]) -> Document:
    """The document on a profile."""
    return document(advice, profile, MADE, UNTIL, "Contoso & Sons")


@pytest.fixture
def hostile(advise: Any) -> Document:
    """A document with markup wherever a string of the store goes."""

    def spoil(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: spoil(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [spoil(one, key) for one in value]
        sentences = ("verdict_text", "option_text", "text", "reason", "basis", "title", "caveat", "target", "rule")
        lists = ("assumptions", "watch_outs", "next_steps", "technology", "contradictions")
        if key == "url" and value:
            return "javascript:alert(1)"
        return HOSTILE if isinstance(value, str) and key in (*sentences, *lists) else value

    return document(spoil(advise("D06")), {**PROFILES["D06"], "home": HOSTILE}, MADE, UNTIL, HOSTILE)


@pytest.fixture(scope="session")
def words() -> Callable[[Document], str]:
    """All words of a document, a line each."""

    def of(document: Document) -> str:
        blocks = (line for section in document.sections for block in section.blocks for line in _lines(block))
        titles = (section.title for section in document.sections)
        return "\n".join([document.title, document.kicker, document.verdict, *titles, *blocks, *document.notes])

    return of


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text.words
    elif isinstance(block, Points):
        yield from (item.words for item in block.items)
    elif isinstance(block, Facts):
        yield from (part for name, text in block.rows for part in (name, text.words))
    elif isinstance(block, Table):
        yield from (cell.words for row in block.rows for cell in row)
    elif isinstance(block, Sources):
        yield from (part for one in block.entries for part in (one.title, one.year, one.kind) if part)


@pytest.fixture(scope="session")
def cited() -> Callable[[Document], set[int]]:
    """The numbers of the sources that the words of a document name."""

    def texts(block: Block) -> Iterator[Text]:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Points):
            yield from block.items
        elif isinstance(block, Facts):
            yield from (text for _, text in block.rows)
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row)

    return lambda document: {
        number
        for section in document.sections
        for block in section.blocks
        for text in texts(block)
        for number in text.sources
    }
