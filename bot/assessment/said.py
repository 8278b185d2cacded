"""What the visitor said, said back: one phrase per answer, never for an answer that was not given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.assessment.profile import Profile
from bot.assessment.tables import table
from bot.assessment.workload import Workload


def joined(words: Iterable[str]) -> str:
    """Join words as a sentence does: "a, b and c"."""
    *first, last = list(words) or [""]
    if not first:
        return last
    comma = "," if any(" and " in word for word in (*first, last)) else ""
    return f"{', '.join(first)}{comma} and {last}"


def words(key: str, value: Any) -> str:
    """The words for a value, or for a list of values, of a key."""
    names = table("answers")[key]["values"]
    return joined(names[one] for one in ([value] if isinstance(value, str) else value))


def people(fte: float) -> str:
    """A number of full-time people, rounded as one would say it."""
    if fte < 0.05:
        return "less than 0.1"
    return f"{fte:,.0f}" if fte >= 10 else f"{fte:.1f}".removesuffix(".0")


def size(fte: float) -> str:
    """How many full-time people that is: "about 8.9"."""
    counted = people(fte)
    return counted if counted.startswith("less") else f"about {counted}"


def number(value: float) -> str:
    """A number as one would write it in a sentence."""
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:g}"


def exact(value: float) -> str:
    """A figure of the recommendation with all its digits, which rounding has left few of."""
    return f"{value:,}".removesuffix(".0")


def amount(value: Any) -> str:
    """A number or a range as one would write it in a sentence."""
    return "-".join(number(end) for end in value) if isinstance(value, (list, tuple)) else number(value)


def said(keys: Iterable[str], profile: Profile, load: Workload) -> str:
    """Say back the given answers among `keys`, as a clause; empty when none was given."""
    told = list(keys)
    if "employees" in told and profile.unit == "employees" and profile.employees == profile.volume:
        told = [key for key in told if key != "volume"]  # one number, told once
    return joined(phrase for key in told if (phrase := _phrase(key, profile, load)))


def given(keys: Iterable[str], profile: Profile) -> Mapping[str, Any]:
    """The given answers among `keys`, as JSON would hold them; a volume with its unit and period."""
    answers = profile.to_dict()
    wanted = {key for name in keys for key in (("volume", "unit", "period", "aht") if name == "volume" else (name,))}
    return {key: answers[key] for key in answers if key in wanted}


def _phrase(key: str, profile: Profile, load: Workload) -> str:
    if key == "contact":
        key = "channels" if profile.channels else "unit" if profile.unit == "calls" else "work"
    value = getattr(profile, key)
    if value in (None, ()):
        return ""
    if key == "volume":
        return _volume(profile, load)
    if key == "employees":
        return f"{amount(value)} employees on the payroll"
    if key == "priority":
        return f"what matters most is {words(key, value)}"
    if key == "languages":
        return f"{len(value)} languages" if len(value) > 1 else "one language"
    return words(key, value)


def _volume(profile: Profile, load: Workload) -> str:
    if load.fte is None:
        return ""
    unit = load.unit if profile.unit else "units"  # what we read a bare number as is an assumption, not an answer
    if load.units is None:
        return f"{amount(profile.volume)} {'full-time people' if unit in ('fte', 'agents') else unit}"
    each = f" at {amount(profile.aht)} minutes each" if profile.aht else ""
    period = words("period", profile.period) if profile.period and profile.period != "now" else ""
    counted = "" if period and not profile.unit else unit  # "400 a day"
    said = " ".join(part for part in (amount(profile.volume), counted, period) if part)
    noun = "person" if people(load.fte) == "1" else "people"
    return f"{said}{each} keep {size(load.fte)} {noun} busy"
