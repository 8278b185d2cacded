"""What is asked of a conversation is read, and what is wrong with it is said."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.conversations import MAX_REASON, as_json, check_name, erased, read_after, read_opinion
from bot.channels.problem import Problem
from bot.storage import Inbox, Message, Opinion, Said, connect

GOOD = {"message": 4, "helpful": True}


@pytest.mark.parametrize(("given", "number"), [("0", 0), ("7", 7), ("007", 7), ("2147483647", 2147483647)])
def test_a_number_is_read(given: str, number: int) -> None:
    assert read_after(given) == number


@pytest.mark.parametrize("given", ["", "-1", "1.5", "many", "2147483648", "9" * 5000, "²", "٣", " 1"])
def test_what_is_no_number_is_refused(given: str) -> None:
    with pytest.raises(Problem, match="whole number") as refused:
        read_after(given)
    assert refused.value.status == 400


def test_an_opinion_is_read() -> None:
    assert read_opinion(GOOD) == Opinion(4, True) == read_opinion({**GOOD, "reason": None})
    assert read_opinion({**GOOD, "reason": ""}) == Opinion(4, True) == read_opinion({**GOOD, "message": 4.0})
    reason = "r" * MAX_REASON
    assert read_opinion({"message": 1, "helpful": False, "reason": reason}) == Opinion(1, False, reason)
    assert read_opinion({**GOOD, "reason": "a\x00b \ud83d"}).reason == "a b ?"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (None, "Send a JSON object"),
        ([], "Send a JSON object"),
        ({"helpful": True}, '"message" has'),
        ({**GOOD, "message": "4"}, '"message" has'),
        ({**GOOD, "message": True}, '"message" has'),
        ({**GOOD, "message": 4.5}, '"message" has'),
        ({**GOOD, "message": float("inf")}, '"message" has'),
        ({**GOOD, "message": 0}, '"message" has'),
        ({**GOOD, "message": 2**31}, '"message" has'),
        ({"message": 4}, '"helpful" has'),
        ({**GOOD, "helpful": 1}, '"helpful" has'),
        ({**GOOD, "reason": 7}, '"reason" has'),
        ({**GOOD, "reason": "r" * (MAX_REASON + 1)}, '"reason" has'),
    ],
)
def test_what_is_no_opinion_is_refused_with_what_to_send(body: Any, said: str) -> None:
    with pytest.raises(Problem, match=said) as refused:
        read_opinion(body)
    assert refused.value.status == 400


@pytest.mark.parametrize("name", ["s" * 256, "a\x00b", "a\ud83d"])
def test_a_name_that_no_conversation_can_have_is_refused(name: str) -> None:
    with pytest.raises(Problem) as refused:
        check_name(name)
    assert refused.value.status == 400
    check_name("s" * 255)


def test_a_message_is_shown_with_its_moment() -> None:
    shown = as_json(Said(4, "visitor", "hi", [], {}, datetime(2026, 11, 27, 20, 5, 1, 999, UTC), "key-1"))
    assert shown["at"] == "2026-11-27T20:05:01.000+00:00" and shown["from"] == "visitor" and shown["id"] == "key-1"


async def test_an_erasure_waits_for_a_turn_and_gives_up_after_a_while(sqlite_url: str) -> None:
    engine = connect(sqlite_url)
    box = Inbox(engine, "me", 60.0)
    claim = box.put(Message("rest", "one", "1", "hi")).claim
    assert claim
    with pytest.raises(Problem) as refused:
        await erased(engine, "one", patience=0.2)
    assert refused.value.status == 409 and refused.value.headers["Retry-After"]
    threading.Timer(0.3, box.fail, [claim]).start()
    await erased(engine, "one")
    engine.dispose()
    with sqlite3.connect(str(engine.url.database)) as connection:
        assert connection.execute("SELECT count(*) FROM inbox").fetchone() == (0,)
