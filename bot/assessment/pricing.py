"""Pricing: the model a provider of this kind of work is usually paid by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.assessment.situation import Situation
from bot.assessment.tables import source, table
from bot.assessment.when import holds


@dataclass(frozen=True)
class Pricing:
    """How it is priced, the next best model, and why."""

    model: str
    alternative: str | None
    reason: str
    rule: str
    source: dict[str, Any]


def price(case: Situation, option: str) -> Pricing:
    """Choose the pricing model: the first rule of tables/pricing.yml that holds."""
    facts = {**case.facts, "option": option}
    for rule in table("pricing"):
        if holds(rule["when"], facts):
            reason = rule["reason"].format(unit=case.workload.unit)
            return Pricing(rule["model"], rule["alternative"], reason, rule["id"], source(rule["source"]))
    raise LookupError("the last rule of tables/pricing.yml must hold always")
