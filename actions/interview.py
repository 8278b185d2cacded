"""The assessment as it stands in the slots."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from bot.dialogue.interview import SKIPPED, Interview, questions

FORM = "assessment_form"


def interview_of(tracker: Tracker) -> Interview:
    """The interview that the slots hold."""
    skipped = frozenset(group for group in questions() if tracker.get_slot(group) == SKIPPED)
    return Interview(tracker.get_slot("profile") or {}, skipped, frozenset(tracker.get_slot("asked") or ()))


def slots_of(interview: Interview) -> dict[str, Any]:
    """The slots that hold an interview; those of the questions say how each ended."""
    status = {group: interview.status(group) for group in questions()}
    return {"profile": dict(interview.profile), "asked": sorted(interview.asked), **status}


def as_events(tracker: Tracker, interview: Interview, **slots: Any) -> list[EventType]:
    """What makes the tracker's slots those of an interview, and others beside.

    Of what is so already, the profile alone: a form takes a message that sets no slot for no answer, but every event is
    stored, and applied again in the turns that follow.
    """
    held = slots_of(interview) | slots
    return [
        SlotSet(name, value) for name, value in held.items() if name == "profile" or value != tracker.get_slot(name)
    ]


def is_open(tracker: Tracker) -> bool:
    """Whether the assessment is asking."""
    return bool(tracker.active_loop and tracker.active_loop.get("name") == FORM)
