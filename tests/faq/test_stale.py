"""Answers reviewed long ago, or before a fact that they cite changed, are to be read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.faq import FaqCatalog
from bot.faq.facts import read_facts
from bot.faq.stale import stale_entries

TODAY = date(2026, 12, 1)


def reasons(folder: Any, today: date = TODAY, days: int = 180, **changes: Any) -> dict[str, tuple[str, ...]]:
    entries = list(FaqCatalog.load(folder.data).values())
    entries[0] = replace(entries[0], **changes)
    return {one.entry.slug: one.reasons for one in stale_entries(entries, read_facts(folder.data), today, days)}


def test_what_was_read_lately_is_fresh(folder: Any) -> None:
    assert reasons(folder) == {}


def test_what_was_read_longer_ago_than_asked_for_is_not(folder: Any) -> None:
    assert reasons(folder, days=10) == {} and list(reasons(folder, days=9)) == ["first", "second"]
    assert reasons(folder, reviewed="2026-01-31") == {"first": ("reviewed 2026-01-31", "F1 changed 2026-11-20")}


def test_a_fact_that_changed_since_is_named(folder: Any) -> None:
    folder.facts["F1"]["changed"] = "2026-11-22"
    folder.write_facts(*folder.facts.values())
    assert reasons(folder) == {"first": ("F1 changed 2026-11-22",)}


def test_a_fact_that_changed_on_the_day_of_the_review_was_seen(folder: Any) -> None:
    folder.facts["F1"]["changed"] = "2026-11-21"
    folder.write_facts(*folder.facts.values())
    assert reasons(folder) == {}


def test_the_longest_unread_comes_first(folder: Any) -> None:
    assert list(reasons(folder, today=date(2028, 1, 1), reviewed="2026-11-30")) == ["second", "first"]


def test_a_review_without_a_date_counts_as_none(folder: Any) -> None:
    assert reasons(folder, reviewed="lately") == {"first": ("reviewed is lately, which is no date",)}
