"""Asks the questions of the needs assessment, one action a slot group (Rasa looks them up by name)."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import turn
from actions.interview import interview_of
from bot.assessment import Profile
from bot.assessment.doubts import settled
from bot.dialogue import echo
from bot.dialogue.interview import Interview, questions
from bot.reading import choices

END = "Recommend now"


class _Ask:
    """Asks the question of one slot group, with its step and its choices."""

    group = ""

    def name(self) -> str:
        """The name in the domain."""
        return f"action_ask_{self.group}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Ask."""
        interview = interview_of(tracker)
        question = questions()[self.group]
        step, steps = interview.step, interview.steps
        known = echo.phrases(interview.profile)
        if 1 < step == steps and self.group not in interview.asked and known and not tracker.get_slot("advised"):
            text = f"The last question. So far I have: {'; '.join(known)}. If something is wrong, just say it."
            turn.say(dispatcher, "summary", text)
        titles = [choice.title for choice in choices(self.group) if question.fits(choice.profile, interview.families)]
        text, events = question.text(interview.families, interview.profile), []
        if self._may_end(interview):
            titles.append(END)
            if not tracker.get_slot("end_offered"):
                text = f"{_offer(steps - step + 1)} {text}"
                events = [SlotSet("end_offered", True)]
        text = f"Question {step} of {steps}. {text}"
        turn.say(dispatcher, "question", text, titles, slot=self.group, step=step, steps=steps)
        return [SlotSet("asked", sorted(interview.ask(self.group).asked)), *events]

    @staticmethod
    def _may_end(interview: Interview) -> bool:
        """Whether what is always asked is behind us, and nothing that is still open can change the option."""
        left = [question.group for question in interview.open()]
        return interview.may_end and settled(Profile.from_dict(interview.profile), left)


def _offer(left: int) -> str:
    more = "this question sharpens" if left == 1 else f"{left} more questions sharpen"
    return f"Nothing you could still tell me would change the kind of solution. I can recommend now, or {more} cost and place."


class AskWork(_Ask, Action):
    """Asks what work it is."""

    group = "work"


class AskVolume(_Ask, Action):
    """Asks how much there is."""

    group = "volume"


class AskSetup(_Ask, Action):
    """Asks who does it today."""

    group = "setup"


class AskPriority(_Ask, Action):
    """Asks what matters most."""

    group = "priority"


class AskData(_Ask, Action):
    """Asks about regulated data."""

    group = "data"


class AskHours(_Ask, Action):
    """Asks when, and how evenly, the work comes."""

    group = "hours"


class AskComplexity(_Ask, Action):
    """Asks how hard the work is."""

    group = "complexity"


class AskChannels(_Ask, Action):
    """Asks which channels."""

    group = "channels"


class AskHome(_Ask, Action):
    """Asks where the customers are."""

    group = "home"
