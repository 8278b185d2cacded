"""The assessment as it stands in the slots."""

from __future__ import annotations

from typing import Any

from actions.interview import as_events, interview_of, is_open, slots_of
from bot.dialogue.interview import Interview, questions

HALF = Interview({"work": ["data_entry"], "volume": 500}, frozenset({"setup"}), frozenset({"setup", "volume"}))


def test_an_interview_survives_the_slots(tracker: Any) -> None:
    assert interview_of(tracker(slots=slots_of(HALF))) == HALF


def test_every_question_has_a_slot_that_says_how_it_ended() -> None:
    kept = slots_of(HALF)
    assert set(kept) == {"profile", "asked", *questions()}
    assert (kept["work"], kept["setup"], kept["home"]) == ("answered", "skipped", None)


def test_events_say_what_changes_and_always_the_profile(tracker: Any, slots: Any) -> None:
    before = tracker(slots={**slots_of(HALF), "advised": {"work": ["payroll"]}})
    assert slots(as_events(before, HALF)) == {"profile": HALF.profile}
    after = HALF.with_answers({"setup": "none"})
    assert slots(as_events(before, after)) == {"profile": after.profile, "setup": "answered"}
    assert slots(as_events(before, HALF, advised=None)) == {"profile": HALF.profile, "advised": None}


def test_other_slots_go_along(tracker: Any, slots: Any) -> None:
    assert slots(as_events(tracker(), HALF, assessment_id="7"))["assessment_id"] == "7"


def test_empty_slots_are_a_new_interview(tracker: Any) -> None:
    assert interview_of(tracker()) == Interview()


def test_the_assessment_is_open_while_its_form_is(tracker: Any) -> None:
    assert is_open(tracker(asked="work")) and not is_open(tracker())
    other = tracker()
    other.active_loop = {"name": "another_form"}
    assert not is_open(other)
