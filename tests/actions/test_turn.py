"""What an action sees of its turn, and how it replies."""

from __future__ import annotations

from typing import Any

from actions import turn


def test_what_was_understood_is_on_the_latest_message(tracker: Any) -> None:
    heard = tracker("inform", act={"profile": {"volume": 5}})
    assert turn.act(heard) == {"profile": {"volume": 5}} and turn.intent(heard) == "inform"


def test_nothing_understood_is_nothing(tracker: Any) -> None:
    silent = tracker()
    silent.latest_message = {}
    assert turn.act(silent) == {} and turn.intent(silent) == ""


def test_a_turn_is_known_by_the_id_of_its_message(tracker: Any) -> None:
    assert turn.message_id(tracker(earlier=["faq"], message="the-latest")) == "the-latest"


def test_a_message_without_an_id_gets_one_that_stays_the_same_within_the_turn(tracker: Any) -> None:
    heard = tracker(message=None)
    assert turn.message_id(heard) == turn.message_id(heard) != ""
    assert turn.message_id(tracker(earlier=["faq"], message=None)) != turn.message_id(heard)


def test_a_reply_has_a_kind_and_buttons_that_could_be_typed(dispatcher: Any, reply: Any) -> None:
    turn.say(dispatcher, "notice", "So.", ["Why?"], slot="work")
    assert reply()["text"] == "So." and reply()["metadata"] == {"kind": "notice", "slot": "work"}
    assert reply()["buttons"] == [{"title": "Why?", "payload": "Why?"}]
