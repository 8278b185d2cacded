"""Flips: the nearest single changes of an answer that would change the recommended option."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from bot.assessment.cost import rounded
from bot.assessment.judgment import option_of
from bot.assessment.profile import Profile, shown
from bot.assessment.said import amount, words
from bot.assessment.situation import Situation
from bot.assessment.tables import table
from bot.assessment.workload import ends

Change = dict[str, Any]
Found = tuple[str, Change, str]  # the answer, the change, the option it leads to


def flips(case: Situation, option: str, base: Change) -> list[dict[str, Any]]:
    """Two or three changes that lead to another option, each replayed; `base` is prefixed to every change.

    The first per answer and per new option are preferred: the visitor learns most from different ones.
    """
    show = table("confidence")["flips"]["show"]
    found: list[Found] = []
    apart: list[Found] = []  # no two of the same answer, nor to the same option
    for key, change in _candidates(case):
        flip = (key, change, option_of(case.profile.changed(change)))
        if flip[2] == option:
            continue
        found.append(flip)
        if all(flip[0] != other[0] and flip[2] != other[2] for other in apart):
            apart.append(flip)
        if len(apart) == show:
            break
    others = [flip for flip in found if all(flip[0] != other[0] for other in apart)]
    first = {key: (key, change, new) for key, change, new in reversed(others)}
    chosen = [*apart, *(flip for flip in others if flip is first[flip[0]])][:show]
    return [_flip({**base, **change}, new, _condition(case.profile, key, change)) for key, change, new in chosen]


def may_flip(case: Situation, option: str, groups: Collection[str]) -> bool:
    """Whether some single answer to the questions of these slot groups leads to another option."""
    rows = table("answers")
    return any(
        rows[key]["group"] in groups and option_of(case.profile.changed(change)) != option
        for key, change in _candidates(case)
    )


def part_flips(profile: Profile, parts: dict[str, tuple[str, ...]]) -> list[dict[str, Any]]:
    """Flips of a profile with several workstreams: leaving one kind of work only."""
    found = []
    for work in parts.values():
        change = {"work": list(work)}
        new = option_of(profile.changed(change))
        found.append(_flip(change, new, f"it were only {words('work', work)}"))
    return found[: table("confidence")["flips"]["show"]]


def _flip(change: Change, option: str, condition: str) -> dict[str, Any]:
    return {
        "change": change,
        "option": option,
        "text": f"If {condition}: {table('options')[option]['text']}.",
    }


def _candidates(case: Situation) -> Iterator[tuple[str, Change]]:
    rows = table("confidence")["flips"]
    for key in rows["families"][case.family]:
        if key == "volume":
            yield from ((key, change) for change in _volumes(case))
        elif key in ("channels", "data"):
            yield from ((key, {key: value}) for value in rows[key] if value != shown(key, getattr(case.profile, key)))
        else:
            values = table("answers")[key]["values"]
            held = case.profile.priority if key == "priority" else (getattr(case.profile, key),)
            yield from ((key, {key: value}) for value in values if held != (value,))


def _volumes(case: Situation) -> Iterator[Change]:
    rows, profile = table("confidence")["flips"], case.profile
    if case.workload.units or case.workload.people:
        low, high = ends(profile.volume)
        for factor in rows["volume_factors"]:
            ranged = isinstance(profile.volume, tuple)
            yield {"volume": [_near(low * factor), _near(high * factor)] if ranged else _near(low * factor)}
    elif case.workload.payroll:
        key = "volume" if case.workload.unit == "employees" and profile.volume else "employees"
        for factor in rows["volume_factors"]:
            yield {key: _near(case.workload.payroll * factor)}
    else:
        guess = rows["volumes_when_unknown"][case.family]
        for volume in guess["volumes"]:
            yield {"volume": volume, "unit": guess["unit"], "period": guess["period"]}


def _near(value: float) -> float:
    return rounded(value) if value >= 10 else round(value, 2)


def _condition(profile: Profile, key: str, change: Change) -> str:
    if key != "volume":
        conditions = table("confidence")["flips"]["conditions"][key]
        value = change[key]
        said = conditions if isinstance(conditions, str) else conditions[value]
        return str(said.format(words=words(key, value)))
    key, value = next(iter(change.items()))
    after = profile.changed(change)
    unit = "employees" if key == "employees" else words("unit", after.unit) if after.unit else "units"
    plain = unit == "employees" or after.unit in ("fte", "agents")
    period = "" if plain else words("period", after.period or "month")
    return f"there were about {amount(value)} {unit} {period}".strip()
