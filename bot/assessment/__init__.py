"""The needs assessment: a visitor's profile in, a recommendation out. Knows no framework."""

from bot.assessment.advisor import recommend
from bot.assessment.profile import Profile, ProfileError
from bot.assessment.recommendation import Recommendation

__all__ = ["Profile", "ProfileError", "Recommendation", "recommend"]
