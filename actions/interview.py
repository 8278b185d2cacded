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


def as_events(interview: Interview, **slots: Any) -> list[EventType]:
    """The slots that hold the interview, and others beside."""
    status = {group: interview.status(group) for group in questions()}
    held = {"profile": dict(interview.profile), "asked": sorted(interview.asked), **status, **slots}
    return [SlotSet(name, value) for name, value in held.items()]


def is_open(tracker: Tracker) -> bool:
    """Whether the assessment is asking."""
    return bool(tracker.active_loop and tracker.active_loop.get("name") == FORM)
