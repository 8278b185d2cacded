"""What a profile leaves open: contradictions in it, and whether more answers could change the option."""

from __future__ import annotations

from collections.abc import Collection

from bot.assessment import advice
from bot.assessment.flips import may_flip
from bot.assessment.profile import Profile
from bot.assessment.said import words
from bot.assessment.situation import families
from bot.assessment.workload import default_unit
from bot.assessment.workstream import judge_each


def contradictions(profile: Profile) -> list[str]:
    """Answers that pull against each other, a sentence each, in the order of the work."""
    found = [line for now in judge_each(profile) for line in (*advice.contradictions(now.case), *now.conflicts)]
    return list(dict.fromkeys(found))


def settled(profile: Profile, groups: Collection[str]) -> bool:
    """Whether no single answer to the questions of these slot groups can change the option of any kind of work."""
    return not any(may_flip(now.case, now.option, groups) for now in judge_each(profile))


def unit_taken(profile: Profile) -> str | None:
    """What a volume that was told without a unit is taken for, such as "contacts a month"; None for one with a unit."""
    if profile.volume is None or profile.unit is not None:
        return None
    family, work = next(iter(families(profile).items()))
    unit = default_unit(family, work)
    period = "" if unit in ("fte", "employees") else words("period", profile.period or "month")
    return f"{words('unit', unit)} {period}".strip()
