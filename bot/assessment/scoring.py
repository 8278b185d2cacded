"""Scoring: reads a case and the tables into the scores of its options, after vetoes, with named bonuses."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from bot.assessment.scores import Column, Scores, combined, listed
from bot.assessment.situation import Situation
from bot.assessment.tables import table
from bot.assessment.when import Facts, holds

MODELS = ("inbound", "outbound", "backoffice")


def score(case: Situation) -> Scores:
    """Score every option of the family; an option ruled out has no points. INHOUSE is never ruled out."""
    criteria = _model(case.family)["criteria"]
    values = {criterion: _value(criterion, row, case.facts) for criterion, row in criteria.items()}
    vetoes = tuple(rule for when, rule in _rules(case.family, "removes") if holds(when, case.facts))
    return Scores(
        model=model_of(case.family),
        options=_options(case.family),
        weights=_weights(case.family),
        values=values,
        fits={criterion: _fits(case.family, criterion, value) for criterion, value in values.items()},
        bonuses=tuple(rule for when, rule in _rules(case.family, "points") if holds(when, case.facts)),
        vetoes=vetoes,
        removed=frozenset(option for rule in vetoes for option in rule["removes"]),
    )


@cache
def model_of(family: str) -> str:
    """The name of the table that scores the options of a family."""
    return next(name for name in MODELS if family in table(name)["families"])


def _model(family: str) -> dict[str, Any]:
    model: dict[str, Any] = table(model_of(family))
    return model


@cache
def _rules(family: str, effect: str) -> tuple[tuple[dict[str, Any], dict[str, Any]], ...]:
    """Vetoes (`removes`) or bonuses (`points`) of a family, each with what is left to check."""
    options = set(_model(family)["options"])
    rules = table("constraints")["options"] if effect == "removes" else table("bonuses")
    return tuple(
        ({key: wanted for key, wanted in rule["when"].items() if key != "family"}, rule)
        for rule in rules
        if set(rule[effect]) & options and family in _families(rule["when"].get("family", family))
    )


def _families(value: str | list[str]) -> list[str]:
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


@cache
def _options(family: str) -> tuple[str, ...]:
    return tuple(_model(family)["options"])


@lru_cache(maxsize=4096)
def _fits(family: str, criterion: str, value: str | tuple[str, ...]) -> Column:
    rows = _model(family)["criteria"][criterion]["values"]
    return combined(criterion, [tuple(rows[one]["fits"]) for one in listed(value)])
