"""The recommendation: one object with everything that is said, drawn or stored about the advice."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from bot.assessment.budget import BudgetCheck
from bot.assessment.cost import Cost
from bot.assessment.location import Location
from bot.assessment.pricing import Pricing
from bot.assessment.staffing import Staffing


@dataclass(frozen=True)
class Recommendation:
    """Advice on one profile; recommendation.schema.json describes `to_dict()`.

    Points are 0-100; `margin` is the lead over `runner_up`, null when nothing else is allowed.
    For MULTI, each of `workstreams` is a recommendation of its own; points, runner-up, margin and confidence
    are then those of the least certain one, and place and pricing those of the largest, which `reason` says.
    """

    verdict: str
    verdict_text: str
    work: list[str]
    option: str
    option_text: str
    points: float
    runner_up: str | None
    margin: float | None
    confidence: str
    location: Location
    pricing: Pricing
    why: list[dict[str, Any]]
    ruled_out: list[dict[str, Any]]
    flips: list[dict[str, Any]]
    assumptions: list[str]
    contradictions: list[str]
    watch_outs: list[str]
    next_steps: list[str]
    technology: list[str]
    flags: list[str]
    cost_month: Cost
    budget_check: BudgetCheck
    staffing: Staffing
    workstreams: list[Recommendation]

    def to_dict(self) -> dict[str, Any]:
        """Return the recommendation as JSON would hold it."""
        plain: dict[str, Any] = _plain(self)
        return plain


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float)):  # nearly all of them, so first
        return value
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value
