"""Location: onshore, nearshore, offshore or several hubs, by its own small model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.assessment.scores import Column, Scores, combined, listed
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
    scores, conflicts = place_scores(case, option)
    rules = [rule for rule in scores.vetoes if rule["reason"]]
    vetoed = [
        place for place in scores.options if place in scores.removed and any(place in r["removes"] for r in rules)
    ]
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
    best, second = scores.ranked[0], scores.ranked[1] if len(scores.ranked) > 1 else None
    return Location(best, second, vetoed, _reason(case, scores, best, second), shown), conflicts


def place_scores(case: Situation, option: str) -> tuple[Scores, list[str]]:
    """Score the places for an option; the second value names the limits that had to give way."""
    facts = {**case.facts, "option": option}
    rows = table("location")
    criteria = rows["criteria"]
    left, rules, conflicts = list(rows["places"]), [], []
    for rule in sorted(table("constraints")["places"], key=lambda rule: LEVELS.index(rule["level"])):
        if not holds(rule["when"], facts):
            continue
        kept = [place for place in left if place not in rule["removes"]]
        if kept:
            left = kept
            rules.append(rule)
        else:
            conflicts.append(f"I could not keep to one limit on the place: {_filled(rule['reason'], case)}.")
    scores = Scores(
        model="location",
        options=tuple(rows["places"]),
        weights={criterion: float(row["weight"]) for criterion, row in criteria.items()},
        values={criterion: facts[criterion] for criterion in criteria},
        fits={criterion: _fits(criterion, facts[criterion]) for criterion in criteria},
        bonuses=tuple(rule for rule in table("constraints")["place_points"] if holds(rule["when"], facts)),
        vetoes=tuple(rules),
        removed=frozenset(rows["places"]) - frozenset(left),
    )
    return scores, conflicts


@lru_cache(maxsize=1024)
def _fits(criterion: str, value: str | tuple[str, ...]) -> Column:
    rows = table("location")["criteria"][criterion]["values"]
    return combined(criterion, [tuple(rows[one]["fits"]) for one in listed(value)])


def _reason(case: Situation, scores: Scores, best: str, second: str | None) -> str:
    rows = table("location")
    said = [_filled(rule["reason"], case) for rule in scores.vetoes if rule["reason"] and best not in rule["removes"]]
    if second is None:
        return "; ".join(dict.fromkeys(said))
    mine, theirs = scores.options.index(best), scores.options.index(second)
    pulls = []
    for criterion, row in rows["criteria"].items():
        for value in listed(scores.values[criterion]):
            fits = row["values"][value]["fits"]
            if fits[mine] > fits[theirs] and set(row["answers"]) & case.facts["given"]:
                pulls.append((row["weight"] * (fits[mine] - fits[theirs]), row["values"][value]["why"]))
    said += [why for _, why in sorted(pulls, key=lambda pull: -pull[0])[:2]]
    said += [
        rule["reason"] for rule in scores.bonuses if rule["points"].get(best, 0) > 0 or min(rule["points"].values()) < 0
    ]
    if scores.points[best] - scores.points[second] < rows["near_tie"]["points"]:
        said.append(f"{rows['words'][second]} is nearly equal")
    return "; ".join(dict.fromkeys(said)) or "on the defaults, for lack of answers that bear on the place"


def _filled(text: str, case: Situation) -> str:
    return (text or "").format(employees=f"{case.facts['employees'] or 0:,.0f}")
