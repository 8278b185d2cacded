"""A workstream: the advice on one family of work."""

from __future__ import annotations

from typing import Any

from bot.assessment import advice
from bot.assessment.budget import check
from bot.assessment.confidence import confidence, margin
from bot.assessment.flips import flips
from bot.assessment.judgment import Judgment, judge
from bot.assessment.profile import Profile
from bot.assessment.recommendation import Recommendation
from bot.assessment.said import words
from bot.assessment.situation import families
from bot.assessment.stability import stability
from bot.assessment.tables import table
from bot.assessment.why import ruled_out, why

A_VERDICT = {"call_center": "a call center", "bpo": "a BPO"}


def advise(profile: Profile, draws: int, base: dict[str, Any]) -> Recommendation:
    """Advise on a profile of one family; `base` is what its flips must also change to replay on the whole."""
    now = judge(profile)
    case, option = now.case, now.option
    row = table("options")[option]
    level = confidence(now, stability(now.scores, draws))
    conflicts = advice.contradictions(case) + now.conflicts
    budget = check(now.cost, profile.budget_month, [now])
    known = advice.facts(now, level, len(conflicts), budget.status)
    raised = advice.flags(known)
    verdict = row["verdict"][case.family]
    named = words("work", list(case.work))
    return Recommendation(
        verdict=verdict,
        verdict_text=row["sentence"].format(work=named, a_verdict=A_VERDICT.get(verdict, "")),
        work=list(case.work),
        option=option,
        option_text=row["text"],
        points=round(min(100.0, now.scores.points[option]), 1),
        runner_up=now.scores.ranked[1] if len(now.scores.ranked) > 1 else None,
        margin=margin(now),
        confidence=level,
        location=now.location,
        pricing=now.pricing,
        why=why(case, now.scores),
        ruled_out=ruled_out(case, now.scores),
        flips=flips(case, option, base),
        assumptions=advice.assumptions(case),
        contradictions=conflicts,
        watch_outs=advice.watch_outs(known, raised),
        next_steps=advice.next_steps(known),
        technology=advice.technology(known),
        flags=raised,
        cost_month=now.cost,
        budget_check=budget,
        staffing=now.staffing,
        workstreams=[],
    )


def judge_each(profile: Profile) -> list[Judgment]:
    """Judge each family of work that a profile names."""
    return [judge(part) for part, _ in split(profile)] if len(families(profile)) > 1 else [judge(profile)]


def split(profile: Profile) -> list[tuple[Profile, dict[str, Any]]]:
    """Split a profile into one per family, each with the change that makes it from the whole.

    A volume counts once, for the first family that counts in its unit. A budget is for all, so for none.
    """
    units = table("workload")["families"]
    taken = False
    parts = []
    for family, work in families(profile).items():
        change: dict[str, Any] = {"work": list(work)}
        fits = profile.unit is None or profile.unit in units[family]["units"]
        if profile.volume is not None and (taken or not fits):
            change |= {"volume": None, "unit": None, "period": None}
        taken = taken or (profile.volume is not None and fits)
        parts.append((profile.changed({**change, "budget_month": None}), change))
    return parts
