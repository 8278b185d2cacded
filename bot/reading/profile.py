"""The partial profile that the stated part of a message gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.reading import slots
from bot.reading.cues import find
from bot.reading.home import european_countries, read_places
from bot.reading.hours import hours_from_times
from bot.reading.location import read_location
from bot.reading.message import Part
from bot.reading.quantities import read_amounts
from bot.reading.reading import Ambiguity
from bot.reading.setup import read_setup
from bot.reading.unsaid import read_denials, read_open_words
from bot.reading.work import implied_work, named_work, wants, without_echo


@dataclass
class Draft:
    """A profile being read."""

    profile: dict[str, Any] = field(default_factory=dict)
    fuzzy: frozenset[str] = frozenset()
    ambiguous: tuple[Ambiguity, ...] = ()


def read_profile(part: Part, asked: str | None) -> Draft:
    """Every key the part fills, and what must be asked."""
    if not part.clauses:
        return Draft()
    said = part.mentions
    payroll = any(m.key == "work" and m.value == "hr_payroll" for m in said)
    outbound = any(m.key == "work" and m.value.startswith("outbound") for m in said)
    amounts = read_amounts(part.measures, asked, payroll, outbound, find(part.text.split(), "corrects") is not None)
    profile: dict[str, Any] = dict(amounts.profile)
    fuzzy = set(amounts.fuzzy)
    unclear = [Ambiguity(group, readings) for group, readings in amounts.ambiguous]

    # Answering another question, "support" or "phones" describe that answer, unless the clause asks for more.
    told = [m for m in said if asked in (None, "work", "volume") or wants(part.clause_of[m].words)]
    if asked == "complexity":  # "you would need an accountant for most of it"
        told = [m for m in told if not any(m.overlaps(hard) for hard in said if hard.key == "complexity")]
    work = named_work(slots.values(without_echo(told, part), "work"))
    named = said if asked in ("channels", "home") else told
    channels = slots.channels([*slots.values(named, "channels"), *profile.pop("channels", [])])
    setup, setup_readings = read_setup(said, {m: c.sentence for m, c in part.clause_of.items()}, asked == "setup")
    if not work and asked is None:
        work = implied_work(part, profile.get("unit"))
    if "all" in slots.values(named, "channels"):  # "everything except phone"
        channels = [c for c in channels if c not in slots.values(part.denied, "channels")]
    # Bare times belong to hours only when hours are asked or no number was read from them.
    times = hours_from_times(part.text, asked == "hours")
    places = read_places([m for m in said if m.key == "place"], part.clause_of, part.clauses, part.words, asked)
    if asked in ("setup", "data"):
        places.pop("location_pref", None)  # where today's team or the people on file are
    european = asked == "data" and places.get("home") in european_countries()
    found: dict[str, Any] = {
        "work": work,
        "setup": setup,
        "priority": _priority(part, "budget_month" in profile),
        "data": slots.data(slots.values(said, "data"), european),
        "residency": next(iter(slots.values(said, "residency")), None),
        "hours": slots.hours(slots.values(said, "hours"), times),
        "peaks": slots.peaks(slots.values(said, "peaks")),
        "continuity": next(iter(slots.values(said, "continuity")), None),
        "complexity": slots.complexity(slots.values(said, "complexity")) if _is_complexity(part, asked) else None,
        "ai_ok": slots.ai_ok(slots.values(said, "ai_ok")),
        "channels": channels,
        "languages": slots.values(said, "languages"),
        **places,
    }
    if found["hours"] == "normal":
        found["hours"] = None
    profile.update({key: value for key, value in found.items() if value})
    unclear += read_location(part, profile, asked)
    today = asked == "setup" and not any(wants(c.words) for c in part.clauses)  # "an overseas company"
    if today or (asked == "data" and "residency" in profile):  # where the data stays, not where agents sit
        profile.pop("location_pref", None)
        profile.pop("location_strength", None)
    if setup_readings:
        unclear.append(Ambiguity("setup", [{"setup": value} for value in setup_readings]))
    unclear += read_denials(part, profile, fuzzy, asked)
    unclear += read_open_words(part, profile, asked)
    return Draft(profile, frozenset(fuzzy & set(profile)), tuple(unclear))


def _is_complexity(part: Part, asked: str | None) -> bool:
    """Whether "technical" or "specialists" are about how hard requests are."""
    return asked in (None, "complexity") or bool({"complexity", "complex"} & part.said())


def _priority(part: Part, budgeted: bool) -> str | list[str] | None:
    """Priorities, without those that come second by the visitor's own words ("quality over cost")."""
    mentions = [m for m in part.mentions if m.key == "priority"]
    if budgeted:  # "budget 5k a month" names a sum, not cost as the priority
        mentions = [
            m for m in mentions if part.words[m.start : m.end] not in (["budget"], ["spend"], ["money"], ["pay"])
        ]
    second = {m for m in mentions if part.words[m.start - 1 : m.start] in (["over"], ["than"], ["above"], ["before"])}
    kept = [m for m in mentions if m not in second or m == mentions[0]]
    return slots.priority(slots.values(kept, "priority"))
