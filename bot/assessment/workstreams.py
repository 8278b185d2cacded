"""Several workstreams under one recommendation: what is said of them together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest
from typing import TypeVar

from bot.assessment import advice
from bot.assessment.budget import BudgetCheck, check
from bot.assessment.confidence import LEVELS
from bot.assessment.cost import Cost, rounded
from bot.assessment.flips import part_flips
from bot.assessment.judgment import MULTI
from bot.assessment.location import Location
from bot.assessment.pricing import Pricing
from bot.assessment.profile import Profile
from bot.assessment.recommendation import Recommendation
from bot.assessment.said import amount, joined, words
from bot.assessment.situation import families
from bot.assessment.staffing import Staffing
from bot.assessment.tables import source, table
from bot.assessment.workload import workload
from bot.assessment.workstream import A_VERDICT, advise, split

T = TypeVar("T")


def advise_each(profile: Profile, draws: int) -> Recommendation:
    """Advise on each family of work, then sum up: the least certain and the largest speak for the whole."""
    streams = [advise(part, draws, base) for part, base in split(profile)]
    lead = _largest(profile, streams)
    least = min(streams, key=lambda one: (LEVELS.index(one.confidence), one.margin if one.margin is not None else 100))
    total = _total(streams)
    budget = check(total, profile.budget_month, [])
    verdict = _verdict(streams)
    raised = _raised(streams, budget)
    return replace(
        lead,
        verdict=verdict,
        verdict_text=_verdict_text(verdict, streams),
        work=[item for one in streams for item in one.work],
        option=MULTI,
        option_text=table("options")[MULTI]["text"],
        points=least.points,
        runner_up=least.runner_up,
        margin=least.margin,
        confidence=least.confidence,
        location=_location(lead, streams),
        pricing=_pricing(lead, streams),
        why=[one.why[0] for one in streams if one.why],
        ruled_out=_distinct(entry for one in streams for entry in one.ruled_out),
        flips=part_flips(profile, families(profile)),
        assumptions=_distinct(line for one in streams for line in one.assumptions),
        contradictions=_distinct(line for one in streams for line in one.contradictions),
        watch_outs=advice.watch_outs({}, raised) + _general(streams),
        next_steps=_distinct(
            line for row in zip_longest(*(one.next_steps[:3] for one in streams)) for line in row if line
        )[:5],
        technology=_distinct(line for one in streams for line in one.technology),
        flags=raised,
        cost_month=total,
        budget_check=budget,
        staffing=next((one.staffing for one in streams if one.staffing.people), _no_staffing(streams)),
        workstreams=streams,
    )


def _largest(profile: Profile, streams: list[Recommendation]) -> Recommendation:
    sizes = [
        workload(part, family, work).fte or 0.0
        for (part, _), (family, work) in zip(split(profile), families(profile).items(), strict=True)
    ]
    return streams[sizes.index(max(sizes))]


def _verdict(streams: list[Recommendation]) -> str:
    found = {one.verdict for one in streams} - {"neither"}
    return "both" if len(found) > 1 else found.pop() if found else "neither"


def _verdict_text(verdict: str, streams: list[Recommendation]) -> str:
    parts = joined(f"{one.option_text} for {words('work', one.work)}" for one in streams)
    if verdict == "neither":
        return f"Neither for now: {parts}."
    a_verdict = "both, a call center and a BPO" if verdict == "both" else A_VERDICT[verdict]
    return str(table("options")[MULTI]["sentence"].format(a_verdict=a_verdict, parts=parts))


def _location(lead: Recommendation, streams: list[Recommendation]) -> Location:
    names = table("location")["words"]
    reason = "; ".join(f"{words('work', one.work)}: {names[one.location.best]}" for one in streams)
    vetoed = [place for place in lead.location.vetoed if all(place in one.location.vetoed for one in streams)]
    rules = _distinct(rule for one in streams for rule in one.location.rules)
    return Location(lead.location.best, lead.location.second, vetoed, reason, rules)


def _pricing(lead: Recommendation, streams: list[Recommendation]) -> Pricing:
    others = [one.pricing.model for one in streams if one.pricing.model != lead.pricing.model]
    names = table("wording")["pricing"]
    reason = "; ".join(f"{words('work', one.work)}: {names[one.pricing.model]}" for one in streams)
    other = others[0] if others else lead.pricing.alternative
    return Pricing(lead.pricing.model, other, reason, lead.pricing.rule, lead.pricing.source)


def _total(streams: list[Recommendation]) -> Cost:
    prices = [one.cost_month for one in streams]
    known = [
        (one, price)
        for one, price in zip(streams, prices, strict=True)
        if price.low is not None and price.high is not None
    ]
    if len(known) < len(streams):
        reason = table("costs")["no_price"]["part"] if known else prices[0].reason
        return Cost(reason=reason)
    each = [f"{words('work', one.work)} ${amount(price.low)}-{amount(price.high)}" for one, price in known]
    reliability = max(price.reliability or "J" for price in prices)
    low, high = sum(price.low or 0 for price in prices), sum(price.high or 0 for price in prices)
    return Cost(rounded(low), rounded(high), "USD", f"the sum of {joined(each)}", source("judgment"), reliability)


def _raised(streams: list[Recommendation], budget: BudgetCheck) -> list[str]:
    raised = {flag for one in streams for flag in one.flags} | {"two_workstreams"}
    if budget.status == "mismatch":
        raised.add("budget_mismatch")
    return [row["code"] for row in table("flags") if row["code"] in raised]


def _general(streams: list[Recommendation]) -> list[str]:
    flagged = {row["say"] for row in table("flags")}
    return _distinct(line for one in streams for line in one.watch_outs if line not in flagged)


def _no_staffing(streams: list[Recommendation]) -> Staffing:
    return streams[0].staffing


def _distinct(items: Iterable[T]) -> list[T]:
    kept: list[T] = []
    for item in items:
        if item not in kept:
            kept.append(item)
    return kept
