"""Messages are answered once and in order, whoever hangs up and whatever fails; on a real inbox, with work by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from bot.server.dispatcher import Dispatcher, GivenUp, Stopping
from bot.storage import Claim, Conversations, Inbox, LeaseLost, Message, Turn, connect

LEASE = 0.6


class Work:
    """Says what it hears; slow, or failing, for chosen texts."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self.conversations = Conversations(engine)
        self.begun: list[str] = []
        self.done: list[str] = []
        self.failing: dict[str, Exception] = {}
        self.slow: dict[str, float] = {}
        self.busy: set[str] = set()

    async def __call__(self, claim: Claim) -> list[dict[str, Any]]:
        message = claim.message
        assert message.conversation not in self.busy, "two turns of one conversation at a time"
        self.busy.add(message.conversation)
        try:
            self.begun.append(message.text)
            stored = self.conversations.load(message.conversation)
            await asyncio.sleep(self.slow.get(message.text, 0.0))
            if message.text in self.failing:
                raise self.failing[message.text]
            reply = [{"text": message.text}]
            version, sequence = (stored.version, stored.sequence) if stored else (0, 0)
            turn = Turn(message.conversation, version, sequence, [{"event": message.text}], 1, [], claim, reply)
            await asyncio.to_thread(self.conversations.save, turn)
            self.done.append(message.text)
            return reply
        finally:
            self.busy.discard(message.conversation)


@pytest.fixture
def engine(sqlite_url: str) -> Iterator[sa.engine.Engine]:
    engine = connect(sqlite_url)
    yield engine
    engine.dispose()


@pytest.fixture
def work(engine: sa.engine.Engine) -> Work:
    return Work(engine)


@pytest.fixture
def dispatcher(engine: sa.engine.Engine, work: Work) -> Dispatcher:
    return Dispatcher(Inbox(engine, "me", LEASE), work, LEASE)


def message(text: str, conversation: str = "a") -> Message:
    return Message("rest", conversation, text, text)


async def ask(dispatcher: Dispatcher, text: str, conversation: str = "a") -> str:
    return str((await dispatcher.answer(message(text, conversation)))[0]["text"])


async def test_messages_at_once_are_answered_in_the_order_of_arrival(dispatcher: Dispatcher, work: Work) -> None:
    work.slow["0"] = 0.1
    asked = []
    for number in range(6):
        asked.append(asyncio.ensure_future(ask(dispatcher, str(number))))
        await asyncio.sleep(0.01)
    assert await asyncio.gather(*asked) == list("012345") == work.done == work.begun


async def test_the_same_message_at_once_is_worked_on_once(dispatcher: Dispatcher, work: Work) -> None:
    work.slow["hi"] = 0.1
    assert await asyncio.gather(*(ask(dispatcher, "hi") for _ in range(5))) == ["hi"] * 5
    assert work.begun == ["hi"] and await ask(dispatcher, "hi") == "hi"


async def test_a_slow_conversation_holds_up_no_other(dispatcher: Dispatcher, work: Work) -> None:
    work.slow["slow"] = 0.5
    slow = asyncio.ensure_future(ask(dispatcher, "slow", "a"))
    await asyncio.sleep(0.05)
    assert await asyncio.wait_for(ask(dispatcher, "quick", "b"), 0.3) == "quick"
    assert await slow == "slow"


async def test_who_hangs_up_finds_the_reply_when_asking_again(dispatcher: Dispatcher, work: Work) -> None:
    work.slow["hi"] = 0.2
    asked = asyncio.ensure_future(ask(dispatcher, "hi"))
    await asyncio.sleep(0.05)
    asked.cancel()
    assert await ask(dispatcher, "hi") == "hi" and work.begun == ["hi"]


async def test_a_failure_reaches_who_asked_and_the_next_message_goes_on(dispatcher: Dispatcher, work: Work) -> None:
    work.failing["boom"], work.slow["boom"] = ZeroDivisionError("boom"), 0.05
    boom = asyncio.ensure_future(ask(dispatcher, "boom"))
    await asyncio.sleep(0.01)
    again, following = (asyncio.ensure_future(ask(dispatcher, text)) for text in ("boom", "next"))
    with pytest.raises(ZeroDivisionError):
        await boom
    with pytest.raises((GivenUp, ZeroDivisionError)):
        await again
    assert await following == "next"
    work.failing.clear()
    assert await ask(dispatcher, "boom") == "boom"


async def test_what_another_process_took_over_is_answered_by_it(
    engine: sa.engine.Engine, dispatcher: Dispatcher, work: Work
) -> None:
    work.failing["hi"] = LeaseLost("taken over")
    asked = asyncio.ensure_future(ask(dispatcher, "hi"))
    await asyncio.sleep(0.05)
    work.failing.clear()
    assert await asked == "hi" and work.begun == ["hi", "hi"]


async def test_a_long_turn_stays_with_its_process(engine: sa.engine.Engine, dispatcher: Dispatcher, work: Work) -> None:
    work.slow["long"] = 3 * LEASE
    other = Dispatcher(Inbox(engine, "other", LEASE), work, LEASE)
    assert await asyncio.gather(ask(dispatcher, "long"), ask(other, "long")) == ["long", "long"]
    assert work.begun == ["long"]


async def test_two_processes_keep_the_order_between_them(engine: sa.engine.Engine, work: Work) -> None:
    both = [Dispatcher(Inbox(engine, name, 30.0), work, 30.0) for name in ("one", "two")]
    asked = []
    for number in range(8):
        asked.append(asyncio.ensure_future(ask(both[number % 2], str(number))))
        await asyncio.sleep(0.02)
    assert await asyncio.gather(*asked) == list("01234567") == work.done


async def test_what_a_process_left_behind_is_finished(
    engine: sa.engine.Engine, dispatcher: Dispatcher, work: Work
) -> None:
    gone = Inbox(engine, "gone", 0.1)
    receipts = [gone.put(message(text)) for text in ("first", "second")]
    await asyncio.sleep(0.2)
    dispatcher.start()
    for _ in range(100):
        await asyncio.sleep(0.05)
        if len(work.done) == 2:
            break
    assert work.done == ["first", "second"]
    assert gone.reply(receipts[0].number) == ("done", [{"text": "first"}])
    await dispatcher.stop(5)


async def test_who_stops_takes_nothing_in_and_finishes_what_it_has(dispatcher: Dispatcher, work: Work) -> None:
    work.slow["hi"] = 0.2
    dispatcher.start()
    asked = asyncio.ensure_future(ask(dispatcher, "hi"))
    await asyncio.sleep(0.05)
    await dispatcher.stop(5)
    assert work.done == ["hi"] and await asked == "hi"
    with pytest.raises(Stopping):
        await ask(dispatcher, "more")


async def test_a_database_that_is_away_is_an_error_and_loses_nothing(
    engine: sa.engine.Engine, dispatcher: Dispatcher, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = sa.exc.OperationalError("", {}, Exception("away"))
    work.failing["hi"] = away
    real = Inbox.fail

    def fail(self: Inbox, claim: Claim) -> None:
        raise away

    monkeypatch.setattr(Inbox, "fail", fail)
    with pytest.raises(sa.exc.OperationalError):
        await ask(dispatcher, "hi")
    monkeypatch.setattr(Inbox, "fail", real)
    work.failing.clear()
    assert await ask(dispatcher, "hi") == "hi"  # once the lease has ended
    assert work.done == ["hi"]
