"""The judgment of one family of work: the option, its place, price, people and cost."""

from __future__ import annotations

from dataclasses import dataclass

from bot.assessment.cost import Cost
from bot.assessment.estimate import estimate
from bot.assessment.location import Location, locate
from bot.assessment.pricing import Pricing, price
from bot.assessment.profile import Profile
from bot.assessment.scores import Scores
from bot.assessment.scoring import score
from bot.assessment.situation import Situation, families, situation
from bot.assessment.staffing import Staffing, staff

MULTI = "MULTI"


@dataclass(frozen=True)
class Judgment:
    """What the tables say of one family of work, before reasons, confidence and advice."""

    case: Situation
    scores: Scores
    location: Location
    conflicts: list[str]
    pricing: Pricing
    staffing: Staffing
    cost: Cost

    @property
    def option(self) -> str:
        """The recommended option."""
        return self.scores.ranked[0]


def judge(profile: Profile) -> Judgment:
    """Judge a profile whose work is of one family."""
    case = situation(profile)
    scores = score(case)
    option = scores.ranked[0]
    location, conflicts = locate(case, option)
    staffing = staff(case)
    return Judgment(
        case,
        scores,
        location,
        conflicts,
        price(case, option),
        staffing,
        estimate(case, option, location.best, staffing),
    )


def option_of(profile: Profile) -> str:
    """The option a profile gets, and nothing else: what flips are replayed with."""
    if len(families(profile)) > 1:
        return MULTI
    return score(situation(profile)).ranked[0]
