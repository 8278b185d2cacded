"""The budget check: whether the cost fits, and if not, the cheapest changes that would come nearer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.assessment.answer import Amount
from bot.assessment.cost import Cost
from bot.assessment.estimate import estimate
from bot.assessment.judgment import Judgment, judge
from bot.assessment.said import amount, exact
from bot.assessment.tables import table
from bot.assessment.when import holds
from bot.assessment.workload import ends

SHOWN = 3


@dataclass(frozen=True)
class BudgetCheck:
    """`status` is fits, tight (within the range) or mismatch; null with `reason` when it cannot be checked.

    `ratio` is the low end of the cost over the high end of the budget (both US dollars a month).
    """

    status: str | None = None
    budget: Any = None
    ratio: float | None = None
    cheaper: list[dict[str, Any]] = field(default_factory=list)
    reason: str | None = None


def check(price: Cost, budget: Amount | None, judgments: Iterable[Judgment]) -> BudgetCheck:
    """Compare a cost with a budget; cheaper changes are worked out for a single judgment only."""
    if budget is None:
        return BudgetCheck(reason="You named no budget.")
    shown = list(budget) if isinstance(budget, tuple) else budget
    if price.low is None or price.high is None:
        return BudgetCheck(budget=shown, reason="There is no cost to compare it with.")
    most = ends(budget)[1]
    if most <= 0:
        return BudgetCheck(budget=shown, reason="You named a budget of zero.")
    ratio = round(price.low / most, 2)
    if price.low <= most * table("costs")["mismatch"]["value"]:
        status = "fits" if price.high <= most else "tight"
        reason = f"${amount(price.low)}-{amount(price.high)} a month against a budget of ${amount(shown)}."
        return BudgetCheck(status, shown, ratio, reason=reason)
    only = list(judgments)
    cheaper = _cheaper(only[0], price.low) if len(only) == 1 else []
    reason = f"The low end, ${amount(price.low)} a month, is {exact(ratio)} times the budget of ${amount(shown)}."
    return BudgetCheck("mismatch", shown, ratio, cheaper, reason)


def _cheaper(now: Judgment, low: float) -> list[dict[str, Any]]:
    found = []
    for row in table("costs")["cheaper"]:
        if not holds(row["when"], now.case.facts):
            continue
        option, place, price = now.option, now.location.best, now.cost
        if "change" in row:
            other = judge(now.case.profile.changed(row["change"]))
            option, place, price = other.option, other.location.best, other.cost
        elif "place" in row:
            place = row["place"]
            removed = [gone for rule in now.location.rules for gone in rule["removes"]]
            if option == "INHOUSE" or place in removed or place == now.location.best:
                continue
            price = estimate(now.case, option, place, now.staffing)
        else:
            option = row["option"]
            if option == now.option or option not in now.scores.points:
                continue
            place = place if now.option != "INHOUSE" else "nearshore"
            if place in [gone for rule in now.location.rules for gone in rule["removes"]]:
                place = now.location.best
            price = estimate(now.case, option, place, now.staffing)
        if price.low is not None and price.low < low:
            found.append(
                {
                    "text": row["text"],
                    "option": option,
                    "location": place,
                    "low": price.low,
                    "high": price.high,
                }
            )
    return sorted(found, key=lambda offer: offer["low"])[:SHOWN]
