"""Asks the questions of the needs assessment, one action a slot group (Rasa looks them up by name)."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import turn
from actions.interview import interview_of
from bot.dialogue.interview import questions
from bot.reading import choices


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
        text = question.text(interview.families)
        titles = [choice.title for choice in choices(self.group) if question.fits(choice.profile, interview.families)]
        turn.say(
            dispatcher,
            "question",
            f"Question {interview.step} of {interview.steps}. {text}",
            titles,
            slot=self.group,
            step=interview.step,
            steps=interview.steps,
        )
        return [SlotSet("asked", sorted(interview.ask(self.group).asked))]


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
