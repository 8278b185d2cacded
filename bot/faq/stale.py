"""Which answers somebody should read again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.faq.claims import cited_by
from bot.faq.entry import FaqEntry
from bot.faq.facts import Fact

DAYS = 180


@dataclass(frozen=True)
class Stale:
    """An entry to read again, and why."""

    entry: FaqEntry
    reasons: tuple[str, ...]


def stale_entries(entries: Iterable[FaqEntry], facts: Mapping[str, Fact], today: date, days: int = DAYS) -> list[Stale]:
    """The entries reviewed more than `days` ago, or before a fact that they cite changed; the longest unread first."""
    found = [Stale(entry, tuple(_reasons(entry, facts, today - timedelta(days=days)))) for entry in entries]
    return sorted((one for one in found if one.reasons), key=lambda one: (one.entry.reviewed, one.entry.slug))


def cited_facts(entry: FaqEntry) -> list[str]:
    """The ids of the facts that an entry rests on, each once, as they come."""
    return list(dict.fromkeys(fact_id for line in entry.rests_on for fact_id in cited_by(line)))


def _reasons(entry: FaqEntry, facts: Mapping[str, Fact], limit: date) -> Iterator[str]:
    try:
        reviewed = date.fromisoformat(entry.reviewed)
    except ValueError:
        yield f"reviewed is {entry.reviewed}, which is no date"
        return
    if reviewed < limit:
        yield f"reviewed {entry.reviewed}"
    for fact in (facts[fact_id] for fact_id in cited_facts(entry) if fact_id in facts):
        if reviewed < date.fromisoformat(fact.changed):
            yield f"{fact.id} changed {fact.changed}"
