"""`list`, `show`, `facts`, `stale`: what there is."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest

from bot.faq.catalog import FaqCatalog
from bot.faq.claims import OURS, cited_by, sentences
from bot.faq.commands import Commands, Rooms, unknown
from bot.faq.entry import FaqEntry
from bot.faq.facts import RELIABILITY, Fact, read_facts
from bot.faq.stale import DAYS, cited_facts, stale_entries


def add_to(commands: Commands) -> None:
    """Add the commands to the parser."""
    commands.add_parser("list", help="list the entries: slug and title").set_defaults(run=list_entries)
    show = commands.add_parser("show", help="show an answer, sentence by sentence with the facts it rests on")
    show.add_argument("slug")
    show.set_defaults(run=show_entry)
    facts = commands.add_parser(
        "facts",
        help="list the facts, or show one and the entries that rest on it",
        description="Lists the facts: id, how many entries rest on it, what it says. With an id, shows that fact.",
    )
    facts.add_argument("id", nargs="?", metavar="ID")
    facts.set_defaults(run=show_facts)
    stale = commands.add_parser(
        "stale", help="list the answers to read again: reviewed long ago, or before a fact they cite changed"
    )
    stale.add_argument("--days", type=whole, default=DAYS, help="reviewed longer ago than this (default %(default)s)")
    stale.set_defaults(run=list_stale)


def list_entries(_options: Namespace, _rooms: Rooms) -> int:
    """Print slugs and titles."""
    for entry in FaqCatalog.load().values():
        print(f"{entry.slug:<40} {entry.title}")
    return 0


def show_entry(options: Namespace, _rooms: Rooms) -> int:
    """Print one entry."""
    catalog, facts = FaqCatalog.load(), read_facts()
    if options.slug not in catalog:
        raise unknown("entry", options.slug, list(catalog))
    entry = catalog[options.slug]
    print(f"{entry.title}\n{entry.slug}, topic {entry.topic}, reviewed {entry.reviewed}, ", end="")
    print(f"{len(entry.examples)} examples, {len(entry.test_questions)} test questions")
    lines = zip_longest(sentences(entry.answer), entry.rests_on)
    for number, (sentence, line) in enumerate(lines, 1):
        print(f"\n{number}. {sentence or '(no such sentence)'}")
        ids = cited_by(line or "")
        for fact_id in ids:
            print(f"   {_with_source(facts[fact_id]) if fact_id in facts else f'{fact_id}: no such fact'}")
        if not ids:
            print("   ours: claims nothing" if line == OURS else "   rests on nothing")
    return 0


def show_facts(options: Namespace, _rooms: Rooms) -> int:
    """Print all facts, or one with the entries that rest on it."""
    catalog, facts = FaqCatalog.load(), read_facts()
    users = _users(catalog)
    if options.id is None:
        for fact in facts.values():
            print(f"{fact.id:<10} {len(users.get(fact.id, ())):>3}  {fact.statement}")
        return 0
    if options.id not in facts:
        raise unknown("fact", options.id, list(facts))
    fact = facts[options.id]
    print(_with_source(fact))
    print(f"reliability {fact.reliability}: {RELIABILITY[fact.reliability]}; changed {fact.changed}")
    for name in ("figure", "country", "caution"):
        if getattr(fact, name):
            print(f"{name}: {getattr(fact, name)}")
    for place in fact.also:
        print(f"also: {place}")
    for entry in users.get(fact.id, ()):
        numbers = [str(number) for number, line in enumerate(entry.rests_on, 1) if fact.id in cited_by(line)]
        print(f"{entry.slug}, sentence {' and '.join(numbers)}")
    if fact.id not in users:
        print("no entry rests on it" if fact.citable else "no entry rests on it, and none may")
    return 0


def list_stale(options: Namespace, _rooms: Rooms) -> int:
    """Print the entries to read again, and why."""
    found = stale_entries(FaqCatalog.load().values(), read_facts(), date.today(), options.days)
    for one in found:
        print(f"{one.entry.slug:<40} {'; '.join(one.reasons)}")
    print(f"{len(found)} to read again" if found else "nothing to read again")
    return 0


def whole(text: str) -> int:
    """A number of days from the command line."""
    if not text.isascii() or not text.isdigit():
        raise ArgumentTypeError(f"{text} is no number of days; write one such as 90")
    return int(text)


def _users(catalog: Mapping[str, FaqEntry]) -> Mapping[str, Sequence[FaqEntry]]:
    """The entries that rest on each fact."""
    users: dict[str, list[FaqEntry]] = {}
    for entry in catalog.values():
        for fact_id in cited_facts(entry):
            users.setdefault(fact_id, []).append(entry)
    return users


def _with_source(fact: Fact) -> str:
    return f"{fact.id}: {fact.statement} [{fact.title}, {fact.year}, {fact.place}; {fact.reliability}]"
