"""Every message is kept, worked on by one at a time in the order of arrival, and answered once; on both databases."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from bot.storage.engine import writing
from bot.storage.inbox import (
    DONE,
    FAILED,
    MOST_ATTEMPTS,
    MOST_WAITING,
    Claim,
    Inbox,
    LeaseLost,
    Message,
    QueueFull,
    Reused,
    finish,
)

REPLY = [{"text": "yes"}]


def message(id: str = "1", text: str = "hi", conversation: str = "a") -> Message:
    return Message("rest", conversation, id, text, {"page": "/"})


def answer(engine: sa.engine.Engine, claim: Claim, reply: Any = REPLY) -> None:
    with writing(engine).begin() as connection:
        finish(connection, claim, reply)


@pytest.fixture
def inbox(engine: sa.engine.Engine) -> Inbox:
    return Inbox(engine, "me", lease=60.0)


@pytest.fixture
def other(engine: sa.engine.Engine) -> Inbox:
    return Inbox(engine, "other", lease=60.0)


def test_who_puts_the_only_message_works_on_it(inbox: Inbox) -> None:
    receipt = inbox.put(message())
    assert receipt.claim and receipt.claim.number == receipt.number and receipt.reply is None
    assert receipt.claim.message == message()


def test_a_message_behind_another_waits(inbox: Inbox, other: Inbox, engine: sa.engine.Engine) -> None:
    first, second = inbox.put(message("1")), other.put(message("2"))
    assert second.claim is None and other.claim("a") is None
    answer(engine, first.claim)
    claim = other.claim("a")
    assert claim and claim.number == second.number > first.number


def test_conversations_do_not_wait_for_each_other(inbox: Inbox, other: Inbox) -> None:
    assert inbox.put(message(conversation="a")).claim and other.put(message(conversation="b")).claim


def test_a_message_that_comes_again_is_the_same_one(inbox: Inbox, other: Inbox, engine: sa.engine.Engine) -> None:
    first, again = inbox.put(message()), other.put(message())
    assert again.number == first.number and again.claim is None and again.reply is None
    answer(engine, first.claim)
    assert other.put(message()).reply == REPLY and other.reply(first.number) == (DONE, REPLY)
    assert other.claim("a") is None


def test_an_empty_reply_is_a_reply(inbox: Inbox, engine: sa.engine.Engine) -> None:
    answer(engine, inbox.put(message()).claim, [])
    assert inbox.put(message()).reply == []


def test_an_id_stands_for_one_text_of_one_conversation(inbox: Inbox) -> None:
    inbox.put(message("1", "hi"))
    with pytest.raises(Reused):
        inbox.put(message("1", "something else"))
    assert inbox.put(message("1", "hi", conversation="b")).claim  # nobody gets the reply of another conversation


def test_a_conversation_has_a_bounded_queue(inbox: Inbox) -> None:
    for number in range(MOST_WAITING):
        inbox.put(message(str(number)))
    with pytest.raises(QueueFull):
        inbox.put(message("one more"))
    assert inbox.put(message("0")).number  # one that is in is not too many
    assert inbox.put(message(conversation="b")).claim


def test_what_nobody_works_on_any_more_is_taken_over(engine: sa.engine.Engine, other: Inbox) -> None:
    first = Inbox(engine, "me", lease=0.2).put(message())
    assert other.claim("a") is None
    time.sleep(0.3)
    assert other.abandoned() == ["a"]
    claim = other.claim("a")
    assert claim and (claim.number, claim.attempt) == (first.number, 2)
    assert other.abandoned() == []
    with pytest.raises(LeaseLost):
        answer(engine, first.claim)
    answer(engine, claim)


def test_a_sign_of_life_keeps_the_right_to_work(engine: sa.engine.Engine, other: Inbox) -> None:
    mine = Inbox(engine, "me", lease=0.4)
    claim = mine.put(message()).claim
    for _ in range(3):
        time.sleep(0.2)
        assert mine.extend(claim)
    assert other.claim("a") is None
    time.sleep(0.5)
    assert other.claim("a") and not mine.extend(claim)


def test_what_failed_lets_the_next_through_and_may_come_again(inbox: Inbox, engine: sa.engine.Engine) -> None:
    first = inbox.put(message("1"))
    second = inbox.put(message("2"))
    inbox.fail(first.claim)
    assert inbox.reply(first.number) == (FAILED, None)
    claim = inbox.claim("a")
    assert claim and claim.number == second.number
    answer(engine, claim)
    again = inbox.put(message("1"))
    assert again.claim and again.number == first.number
    answer(engine, again.claim)
    assert inbox.put(message("1")).reply == REPLY


def test_a_message_that_ends_servers_is_given_up(engine: sa.engine.Engine) -> None:
    doomed = Inbox(engine, "me", lease=0.0)  # whoever works on it is gone at once
    receipt = doomed.put(message("1"))
    attempts = [receipt.claim]
    while len(attempts) < MOST_ATTEMPTS:
        time.sleep(0.01)
        attempts.append(doomed.claim("a"))
    assert [claim and (claim.number, claim.attempt) for claim in attempts] == [
        (receipt.number, attempt) for attempt in range(1, MOST_ATTEMPTS + 1)
    ]
    time.sleep(0.01)
    second = doomed.put(message("2"))
    assert second.claim and second.claim.number == second.number
    assert doomed.reply(receipt.number) == (FAILED, None)


def test_many_at_once_are_answered_once_each_and_in_order(engine: sa.engine.Engine) -> None:
    """Four workers put and work: nothing is worked on by two at a time, nothing twice, and all in order."""
    worked: list[int] = []
    busy = threading.Lock()

    def worker(name: str) -> None:
        inbox = Inbox(engine, name, lease=60.0)
        for id in range(5):
            claim = inbox.put(message(f"{name}-{id}")).claim
            while claim:
                assert busy.acquire(blocking=False), "two work on one conversation"
                worked.append(claim.number)
                time.sleep(0.001)
                busy.release()
                answer(engine, claim)
                claim = inbox.claim("a")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(worker, "abcd"))
    inbox = Inbox(engine, "last", lease=60.0)
    while claim := inbox.claim("a"):
        worked.append(claim.number)
        answer(engine, claim)
    assert len(worked) == 20 and worked == sorted(set(worked))


def test_what_can_be_kept_passes_the_check_and_leaves_nothing(inbox: Inbox, engine: sa.engine.Engine) -> None:
    inbox.check()
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM inbox")).scalar_one() == 0
    assert inbox.abandoned() == []


def test_a_database_that_only_lets_itself_be_read_fails_the_check(inbox: Inbox, engine: sa.engine.Engine) -> None:
    read_only = {"sqlite": "PRAGMA query_only = 1", "postgresql": "SET TRANSACTION READ ONLY"}
    sa.event.listen(engine, "checkout", lambda raw, *_: raw.cursor().execute(read_only[engine.dialect.name]))
    with pytest.raises(sa.exc.DBAPIError):
        inbox.check()
