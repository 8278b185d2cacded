"""The way in: a profile goes in, a recommendation comes out."""

from __future__ import annotations

from bot.assessment.profile import Profile
from bot.assessment.recommendation import Recommendation
from bot.assessment.situation import families
from bot.assessment.workstream import advise
from bot.assessment.workstreams import advise_each


def recommend(profile: Profile, *, draws: int = 400) -> Recommendation:
    """Recommend an option for a profile, with its reasons, place, price and doubts.

    `draws` is how often every weight is moved by up to 30% to see whether the winner stays; they are seeded,
    so the same profile gives the same object. With 0 draws the confidence is never high.
    The model, its weights and their sources are in tables/*.yml.
    """
    if len(families(profile)) > 1:
        return advise_each(profile, draws)
    return advise(profile, draws, {})
