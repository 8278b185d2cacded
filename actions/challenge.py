"""Answers doubts about the recommendation: what if, why not, how the two best compare."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import turn
from actions.interview import is_open
from actions.recommendation import Advising, offers
from bot.assessment import Profile, recommend, wording
from bot.assessment.comparison import changes, contrast
from bot.dialogue import supposition
from bot.reading.challenge import FLIP, TAKE_AWAY, WHAT_IF


class ActionChallenge(Advising, Action):
    """Recomputes for what is supposed, or compares options; the answers stay as they are."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_challenge"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answer from the model; while the assessment still asks, there is nothing to compare."""
        if is_open(tracker):
            text = 'That I can say once there is a recommendation. Say "recommend now" to have it as early as it goes.'
            turn.say(dispatcher, "notice", text)
            return []
        challenge = turn.act(tracker).get("challenge") or {}
        profile = tracker.get_slot("advised") or {}
        if challenge.get("kind") == WHAT_IF:
            self._what_if(dispatcher, profile, challenge)
        elif challenge.get("kind") == FLIP:
            text = wording.what_would_change(recommend(Profile.from_dict(profile)).to_dict())
            turn.say(dispatcher, "notice", text, offers(profile))
        elif challenge.get("kind") in wording.PARTS:
            text = wording.excerpt(recommend(Profile.from_dict(profile)).to_dict(), challenge["kind"])
            turn.say(dispatcher, "notice", text, offers(profile))
        elif challenge.get("kind") == TAKE_AWAY:
            self.say_where(dispatcher, self.stored(tracker), offers(profile))
        else:
            for text in contrast(Profile.from_dict(profile), challenge.get("named") or ()):
                turn.say(dispatcher, "notice", text, offers(profile))
        return []

    def _what_if(self, dispatcher: CollectingDispatcher, profile: dict[str, Any], challenge: dict[str, Any]) -> None:
        after = supposition.suppose(profile, challenge["profile"], challenge["factor"], challenge["adds"])
        if after is None:
            text = "You told me no volume, so there is nothing to multiply. Say how much it would be, such as 500 calls a month."
            turn.say(dispatcher, "notice", text)
            return
        said = supposition.words(profile, after)
        if not said:
            turn.say(dispatcher, "notice", "That is what I reckoned with already.", offers(profile))
            return
        before, supposed = recommend(Profile.from_dict(profile)), recommend(Profile.from_dict(after))
        text = f"Supposing {', '.join(said)}: {changes(before.to_dict(), supposed.to_dict())}"
        text += " I left your answers as they are; tell me if that is how it will be."
        turn.say(
            dispatcher,
            "notice",
            text,
            offers(profile),
            supposed={"profile": after, "recommendation": supposed.to_dict()},
        )
