"""The situation: one family of work with every fact the rules may ask for, defaults included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from bot.assessment.profile import Profile
from bot.assessment.region import home_region, language_class, language_regions
from bot.assessment.tables import table
from bot.assessment.workload import Workload, ends, workload

LONG_HOURS = ("extended", "24x7")
PEAKY = ("seasonal", "spiky")
VOICE = "voice"


@dataclass(frozen=True)
class Situation:
    """One family's work and the facts about it. `facts` hold defaults; `profile` only what was said."""

    profile: Profile
    family: str
    work: tuple[str, ...]
    workload: Workload
    facts: Mapping[str, Any]


def families(profile: Profile) -> dict[str, tuple[str, ...]]:
    """Split the work into families; each is a workstream. No work at all is read as the default."""
    return _split(profile.work, profile.complexity)


@lru_cache(maxsize=1024)
def _split(work: tuple[str, ...], complexity: str | None) -> dict[str, tuple[str, ...]]:
    rows = table("workload")
    named = work or (table("answers")["work"]["default"],)
    split = {family: tuple(item for item in named if item in row["work"]) for family, row in rows["families"].items()}
    join = rows["joins"]
    if split[join["beside"]] and join["from"] in named and complexity == join["complexity"]:
        split[join["beside"]] += (join["from"],)
        split["backoffice"] = tuple(item for item in split["backoffice"] if item != join["from"])
    return {family: part for family, part in split.items() if part}


def situation(profile: Profile) -> Situation:
    """Read the situation of a profile whose work is of one family (of the first, if there are several)."""
    family, work = next(iter(families(profile).items()))
    load = workload(profile, family, work)
    return Situation(profile, family, work, load, _facts(profile, family, work, load))


def contact(profile: Profile, family: str) -> str:
    """Kind of contact: voice, voice_plus (phone and more), digital, or back_office."""
    if family in ("backoffice", "knowledge"):
        return "back_office"
    channels = profile.channels if family == "inbound" else ()
    channels = channels or default_channels(profile, family)
    if VOICE not in channels:
        return "digital"
    return "voice" if len(channels) == 1 else "voice_plus"


def default_channels(profile: Profile, family: str) -> tuple[str, ...]:
    """Channels when none were named, by the unit of the volume."""
    by_unit = {"chats": ("chat",), "emails": ("email",), "tickets": ("chat", "email")}
    return by_unit.get(profile.unit or "", (VOICE,)) if family == "inbound" else (VOICE,)


def _contact_given(profile: Profile, family: str) -> frozenset[str]:
    told = profile.channels or profile.unit == "calls" if family == "inbound" else profile.work
    return frozenset({"contact"} if told else ())


def complexity(profile: Profile, work: tuple[str, ...]) -> str:
    """The complexity given, else the one the work implies, else the default."""
    if profile.complexity:
        return profile.complexity
    if work == ("data_entry",):
        return "routine"
    return "expert" if set(work) <= {"research_analytics", "legal_processing"} else _default("complexity")


def _facts(profile: Profile, family: str, work: tuple[str, ...], load: Workload) -> dict[str, Any]:
    setup = profile.setup or _default("setup")
    priority = profile.priority or (_default("priority"),)
    hours = profile.hours or _default("hours")
    peaky = (profile.peaks or _default("peaks")) in PEAKY
    data = tuple(kind for kind in profile.data if kind != "none") or ("none",)
    level = complexity(profile, work)
    return {
        "given": profile.given | _contact_given(profile, family),
        "family": family,
        "work": work,
        "only": work[0] if len(work) == 1 else None,
        "fte": load.fte,
        "size": load.size,
        "volume": ends(profile.volume)[1] if profile.volume is not None else None,
        "volume_known": _yes(load.fte is not None),
        "unit": load.unit if load.units or load.people else None,
        "employees": load.payroll,
        "setup": setup,
        "priority": priority,
        "quality_first": _yes(priority[0] == "quality"),
        "budget": ends(profile.budget_month)[1] if profile.budget_month is not None else None,
        "data": data,
        "data_conflict": _yes("none" in profile.data and data != ("none",)),
        "residency": profile.residency or _default("residency"),
        "hours": hours,
        "peaky": _yes(peaky),
        "pattern": f"{'peaky' if peaky else 'steady'}_{'long' if hours in LONG_HOURS else 'day'}",
        "continuity": profile.continuity or _default("continuity"),
        "complexity": level,
        "expert_legal": _yes("legal_processing" in work and level == "expert"),
        "ai_ok": profile.ai_ok or _default("ai_ok"),
        "contact": contact(profile, family),
        "home_region": home_region(profile.home),
        "language": language_class(profile),
        "language_count": len(profile.languages),
        "language_regions": language_regions(profile.languages),
        "location_pref": profile.location_pref or _default("location_pref"),
        "location_strength": profile.location_strength or _default("location_strength"),
        "home_only": _yes(
            profile.residency == "in_country"
            or (profile.location_pref == "onshore" and profile.location_strength == "must")
        ),
    }


@cache
def _default(key: str) -> str:
    return str(table("answers")[key]["default"])


def _yes(true: bool) -> str:
    return "yes" if true else "no"
