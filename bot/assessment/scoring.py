"""Scoring: additive points (0-100) per option, after vetoes, plus named bonuses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from bot.assessment.situation import Situation
from bot.assessment.tables import table
from bot.assessment.when import Facts, holds

MODELS = ("inbound", "outbound", "backoffice")
LEAST_FIT = ("data",)  # several kinds of data count at the least fit, several priorities at the mean


@dataclass(frozen=True)
class Scores:
    """Points of each allowed option. `fits` is per criterion, in the order of `options` (all of a family)."""

    options: tuple[str, ...]
    weights: dict[str, float]
    values: dict[str, str | tuple[str, ...]]
    fits: dict[str, tuple[float, ...]]
    bonuses: tuple[dict[str, Any], ...]
    vetoes: tuple[dict[str, Any], ...]
    points: dict[str, float]
    ranked: tuple[str, ...]

    def bonus(self, option: str) -> float:
        """Points the named rules add to an option."""
        return float(sum(rule["points"].get(option, 0) for rule in self.bonuses))


def score(case: Situation) -> Scores:
    """Score every option of the family; an option ruled out has no points. INHOUSE is never ruled out."""
    model = _model(case.family)
    options = tuple(model["options"])
    values = {criterion: _value(criterion, row, case.facts) for criterion, row in model["criteria"].items()}
    fits = {criterion: _fits(case.family, criterion, value) for criterion, value in values.items()}
    weights = _weights(case.family)
    vetoes = tuple(rule for when, rule in _rules(case.family, "removes") if holds(when, case.facts))
    removed = {option for rule in vetoes for option in rule["removes"]}
    bonuses = tuple(rule for when, rule in _rules(case.family, "points") if holds(when, case.facts))
    rows = [(10 * weights[criterion], column) for criterion, column in fits.items()]
    points = {
        option: sum(weight * column[place] for weight, column in rows)
        + sum(rule["points"].get(option, 0) for rule in bonuses)
        for place, option in enumerate(options)
        if option not in removed
    }
    ranked = tuple(sorted(points, key=lambda option: -points[option]))
    return Scores(options, weights, values, fits, bonuses, vetoes, points, ranked)


@cache
def _model(family: str) -> dict[str, Any]:
    for name in MODELS:
        model: dict[str, Any] = table(name)
        if family in model["families"]:
            return model
    raise KeyError(family)


@cache
def _rules(family: str, effect: str) -> tuple[tuple[dict[str, Any], dict[str, Any]], ...]:
    """Vetoes (`removes`) or bonuses (`points`) of a family, each with what is left to check."""
    options = set(_model(family)["options"])
    rules = table("constraints")["options"] if effect == "removes" else table("bonuses")
    return tuple(
        ({key: wanted for key, wanted in rule["when"].items() if key != "family"}, rule)
        for rule in rules
        if set(rule[effect]) & options and family in _listed(rule["when"].get("family", family))
    )


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _value(criterion: str, row: dict[str, Any], facts: Facts) -> str | tuple[str, ...]:
    if criterion == "pattern":
        return str(facts["pattern"])
    if criterion == "channels":
        return str(facts["contact"])
    value: str | tuple[str, ...] = facts[criterion]
    if criterion == "setup" and facts["quality_first"] == "yes" and f"{value}_quality" in row["values"]:
        return f"{value}_quality"
    return value


@cache
def _weights(family: str) -> dict[str, float]:
    return {criterion: float(row["weight"]) for criterion, row in _model(family)["criteria"].items()}


@lru_cache(maxsize=4096)
def _fits(family: str, criterion: str, value: str | tuple[str, ...]) -> tuple[float, ...]:
    rows = _model(family)["criteria"][criterion]["values"]
    if isinstance(value, str):
        return tuple(rows[value]["fits"])
    columns = zip(*(rows[one]["fits"] for one in value), strict=True)
    if criterion in LEAST_FIT:
        return tuple(min(column) for column in columns)
    return tuple(sum(column) / len(value) for column in columns)
