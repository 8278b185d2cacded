"""Location: onshore, nearshore, offshore or several hubs, by its own small model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.assessment.situation import Situation
from bot.assessment.tables import source, table
from bot.assessment.when import holds

LEVELS = ("law", "must", "practical")


@dataclass(frozen=True)
class Location:
    """Where the work should be done, and the limits (`rules`) that led there."""

    best: str
    second: str | None
    vetoed: list[str]
    reason: str
    rules: list[dict[str, Any]]


def locate(case: Situation, option: str) -> tuple[Location, list[str]]:
    """Choose the place for an option, and say what could not be met.

    An own team stays at home. Law comes before a visitor's must, a must before what is practical; a limit
    that would leave no place gives way, and the second value says so.
    """
    facts = {**case.facts, "option": option}
    allowed = list(table("location")["places"])
    rules: list[dict[str, Any]] = []
    conflicts: list[str] = []
    for rule in sorted(table("constraints")["places"], key=lambda rule: LEVELS.index(rule["level"])):
        if not holds(rule["when"], facts):
            continue
        left = [place for place in allowed if place not in rule["removes"]]
        if not left:
            conflicts.append(f"I could not keep to one limit on the place: {_filled(rule['reason'], case)}.")
        else:
            allowed = left
            if rule["reason"]:
                rules.append(rule)
    vetoed = [p for p in table("location")["places"] if p not in allowed and any(p in r["removes"] for r in rules)]
    shown = [
        {
            "removes": [place for place in rule["removes"] if place != "multi_hub"],
            "rule": rule["id"],
            "reason": _filled(rule["reason"], case),
            "source": source(rule["source"]),
        }
        for rule in rules
    ]
    if option == "INHOUSE":
        return Location("onshore", None, vetoed, "your own team stays where it works", shown), conflicts
    points = _points(case, facts)
    ranked = sorted(allowed, key=lambda place: -points[place])
    best, second = ranked[0], ranked[1] if len(ranked) > 1 else None
    reason = _reason(case, points, best, second, rules, facts)
    return Location(best, second, vetoed, reason, shown), conflicts


def weigh_places(case: Situation, option: str) -> dict[str, float]:
    """Points (0-100) of each place for an option, vetoes left aside."""
    return _points(case, {**case.facts, "option": option})


def _points(case: Situation, facts: dict[str, Any]) -> dict[str, float]:
    rows = table("location")
    points = dict.fromkeys(rows["places"], 0.0)
    for criterion, row in rows["criteria"].items():
        values = _values(facts[criterion])
        for index, place in enumerate(rows["places"]):
            fits = [row["values"][value]["fits"][index] for value in values]
            points[place] += 10 * row["weight"] * (min(fits) if criterion == "data" else sum(fits) / len(fits))
    for rule in table("constraints")["place_points"]:
        if holds(rule["when"], facts):
            for place, extra in rule["points"].items():
                points[place] += extra
    return points


def _reason(
    case: Situation,
    points: dict[str, float],
    best: str,
    second: str | None,
    rules: list[dict[str, Any]],
    facts: dict[str, Any],
) -> str:
    rows = table("location")
    said = [_filled(rule["reason"], case) for rule in rules if best not in rule["removes"]]
    if second is None:
        return "; ".join(dict.fromkeys(said))
    mine, theirs = rows["places"].index(best), rows["places"].index(second)
    pulls = []
    for criterion, row in rows["criteria"].items():
        for value in _values(facts[criterion]):
            fits = row["values"][value]["fits"]
            if fits[mine] > fits[theirs] and set(row["answers"]) & facts["given"]:
                pulls.append((row["weight"] * (fits[mine] - fits[theirs]), row["values"][value]["why"]))
    said += [why for _, why in sorted(pulls, key=lambda pull: -pull[0])[:2]]
    said += [
        rule["reason"]
        for rule in table("constraints")["place_points"]
        if holds(rule["when"], facts) and (rule["points"].get(best, 0) > 0 or min(rule["points"].values()) < 0)
    ]
    if points[best] - points[second] < rows["near_tie"]["points"]:
        said.append(f"{rows['words'][second]} is nearly equal")
    return "; ".join(dict.fromkeys(said)) or "on the defaults, for lack of answers that bear on the place"


def _filled(text: str, case: Situation) -> str:
    return (text or "").format(employees=f"{case.facts['employees'] or 0:,.0f}")


def _values(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)
