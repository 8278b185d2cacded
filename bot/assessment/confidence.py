"""Confidence: how far to trust the option, by lead, stability under other weights, and answers given."""

from __future__ import annotations

from bot.assessment.judgment import Judgment
from bot.assessment.profile import Profile
from bot.assessment.situation import Situation
from bot.assessment.tables import table

LEVELS = ("low", "medium", "high")


def confidence(judgment: Judgment, stable: float | None) -> str:
    """Return high, medium or low by tables/confidence.yml.

    `stable` is the share of draws that keep the winner; without draws it is unknown and high is out of reach.
    An unknown volume is always low.
    """
    lead = margin(judgment)
    if judgment.case.workload.fte is None:
        return "low"
    answered = share_answered(judgment.case)
    for level in ("high", "medium"):
        rule = table("confidence")[level]
        kept = stable if stable is not None else (0.0 if level == "high" else 1.0)
        if (lead is None or lead >= rule["margin"]) and kept >= rule["stable"] and answered >= rule["answered"]:
            return level
    return "low"


def margin(judgment: Judgment) -> float | None:
    """Points between the option and the next; None when every other option is ruled out."""
    scores = judgment.scores
    if len(scores.ranked) < 2:
        return None
    return round(scores.points[scores.ranked[0]] - scores.points[scores.ranked[1]], 1)


def share_answered(case: Situation) -> float:
    """Share (0-1) of the key questions of the family of work that were answered."""
    keys = table("confidence")["key_answers"][case.family]
    return sum(_answered(key, case.profile, case) for key in keys) / len(keys)


def _answered(group: str, profile: Profile, case: Situation) -> bool:
    if group == "volume":
        return case.workload.fte is not None
    if group == "continuity":
        return "continuity" in profile.given
    rows = table("answers")
    return any(rows[key]["group"] == group for key in profile.given if key != "budget_month")
