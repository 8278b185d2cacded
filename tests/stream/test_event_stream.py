"""Stored turns reach the broker: all events, in order, whatever happens to broker, connection or process; on both databases."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.event_broker import read_event_broker
from bot.server import event_stream as module
from bot.server.broker import broker_at
from bot.server.event_stream import EventStream
from bot.storage import Conversations, Stream, Turn
from bot.storage.forgetting import erase
from bot.storage.tables import stream
from tests.proxy import Proxy
from tests.stream.kafka import read
from tests.streamed import Queue, logged, once

SECRET = "my secret is Rumpelstiltskin"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.2)
    monkeypatch.setattr(module, "LOOK", 0.05)


class Running:
    """An event stream, and what it counts."""

    def __init__(self, engine: sa.engine.Engine, url: str, name: str, lease: float) -> None:
        self.counts: Counter[str] = Counter()
        place = read_event_broker(url)
        rows = Stream(engine, name, lease)
        self.stream = EventStream(rows, lambda: broker_at(place), lambda _, outcome: self.counts.update([outcome]))


@pytest.fixture
async def made() -> AsyncIterator[Callable[..., Running]]:
    """Makes event streams that run; all are stopped."""
    running: list[Running] = []

    def make(engine: sa.engine.Engine, url: str, name: str = "me", lease: float = 60.0) -> Running:
        running.append(Running(engine, url, name, lease))
        running[-1].stream.courier.start()
        return running[-1]

    yield make
    for one in running:
        await one.stream.stop()


def say(engine: sa.engine.Engine, name: str = "a", turns: int = 1, before: int = 0, text: str = SECRET) -> None:
    """Store turns of ten events each, as a visitor's message causes them."""
    kept = Conversations(engine, streamed=True)
    for turn in range(before, before + turns):
        now = time.time()
        events = [{"event": "user", "text": f"{text} {turn} {n}", "timestamp": now + n / 1000} for n in range(10)]
        kept.save(Turn(name, turn, 10 * turn, events, 1, []))


async def settled(engine: sa.engine.Engine, seconds: float = 30.0, **counts: int) -> None:
    deadline = time.monotonic() + seconds
    while (found := await asyncio.to_thread(Stream(engine, "test", 0.0).counts)) != counts:
        assert time.monotonic() < deadline, found
        await asyncio.sleep(0.05)


def url_of(engine: sa.engine.Engine) -> str:
    return str(engine.url.render_as_string(hide_password=False))


async def test_what_arrives_is_the_event_log(
    engine: sa.engine.Engine, queue: Queue, made: Any, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("a", "b", "c"):
        say(engine, name, turns=5)
    with caplog.at_level(logging.DEBUG, "bot"):
        running = made(engine, queue.url)
        await settled(engine)
    assert queue.check(url_of(engine)) == 0 and len(queue.taken) == 150
    assert running.counts == {"tried": 15, "delivered": 15}
    assert "Rumpelstiltskin" not in caplog.text


async def test_a_broker_that_is_away_leaves_turns_waiting_and_is_left_alone(
    engine: sa.engine.Engine, queue: Queue, proxy: Proxy, made: Any, caplog: pytest.LogCaptureFixture
) -> None:
    proxy.cut()
    for name in range(30):
        say(engine, str(name))
    with caplog.at_level(logging.DEBUG, "bot"):
        running = made(engine, queue.through(f"amqp://guest:guest@127.0.0.1:{proxy.port}"))
        await asyncio.sleep(1.5)
        assert running.counts["tried"] < 60, "some at a time are tried, less and less often"
        assert Stream(engine, "test", 0.0).counts() == {"waiting": 30}
        say(engine, "0", before=1)
        proxy.mend()
        await settled(engine)
    assert queue.check(url_of(engine)) == 0
    assert "[Errno 111]" in caplog.text and "is given up" not in caplog.text and "guest:" not in caplog.text


async def test_a_connection_that_breaks_again_and_again_loses_nothing(
    engine: sa.engine.Engine, queue: Queue, proxy: Proxy, made: Any
) -> None:
    running = made(engine, queue.through(f"amqp://guest:guest@127.0.0.1:{proxy.port}"))
    for turn in range(6):
        for name in ("a", "b", "c", "d"):
            await asyncio.to_thread(say, engine, name, 2, 2 * turn)
            running.stream.courier.wake()
        await asyncio.sleep(0.02 * turn)
        proxy.cut()
        await asyncio.sleep(0.1)
        proxy.mend()
    await settled(engine)
    doubles = queue.check(url_of(engine))
    assert len(queue.taken) == 480 + doubles and proxy.taken > 1


async def test_a_broker_that_keeps_silent_is_given_up_in_time_and_nothing_is_lost(
    engine: sa.engine.Engine, queue: Queue, proxy: Proxy, made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.5)
    running = made(engine, queue.through(f"amqp://guest:guest@127.0.0.1:{proxy.port}"))
    say(engine)
    await settled(engine)
    proxy.silent = True
    say(engine, before=1)
    await asyncio.sleep(2)
    assert Stream(engine, "test", 0.0).counts() == {"waiting": 1} and running.counts["tried"] >= 2
    proxy.silent = False
    proxy.cut()
    proxy.mend()
    await settled(engine)
    queue.check(url_of(engine))


async def test_a_queue_that_was_deleted_is_made_anew(engine: sa.engine.Engine, queue: Queue, made: Any) -> None:
    made(engine, queue.url)
    say(engine)
    await settled(engine)
    queue.read()
    await asyncio.to_thread(queue.remove)
    say(engine, before=1)
    await settled(engine)
    assert queue.check(url_of(engine)) == 0


async def test_two_servers_share_the_work(engine: sa.engine.Engine, queue: Queue, made: Any) -> None:
    both = [made(engine, queue.url, name) for name in ("one", "two")]
    for turn in range(5):
        for name in range(10):
            await asyncio.to_thread(say, engine, str(name), 1, turn)
    await settled(engine)
    assert queue.check(url_of(engine)) == 0
    assert sum((one.counts for one in both), Counter()) == {"tried": 50, "delivered": 50}


async def test_what_a_killed_process_was_streaming_comes_again(
    engine: sa.engine.Engine, queue: Queue, made: Any
) -> None:
    say(engine, turns=2)
    gone = Running(engine, queue.url, "gone", 1.0)
    passage = Stream(engine, "gone", 1.0).claim()
    assert passage
    await gone.stream.deliver(passage)  # and then it was killed
    await gone.stream.stop()
    made(engine, queue.url)
    await settled(engine)
    assert queue.check(url_of(engine)) == 10


async def test_what_is_forgotten_is_not_streamed_and_what_begins_anew_is(
    engine: sa.engine.Engine, queue: Queue, made: Any
) -> None:
    say(engine, "a", turns=2)
    say(engine, "b")
    erase(engine, "a")
    made(engine, queue.url)
    await settled(engine)
    assert queue.check(url_of(engine)) == 0 and set(once(queue.taken)[0]) == {"b"}
    say(engine, "a", text="hello again")
    await settled(engine)
    erase(engine, "a")
    say(engine, "a", text="hello once more")
    await settled(engine)
    found, doubles = once(queue.read())
    assert doubles == 0 and [event["sequence"] for event in found["a"]] == [*range(1, 11), *range(1, 11)]


async def test_a_broker_may_be_away_for_days(engine: sa.engine.Engine, queue: Queue, proxy: Proxy, made: Any) -> None:
    proxy.cut()
    say(engine)
    with engine.begin() as connection:
        connection.execute(stream.update().values(created=datetime.now(UTC) - timedelta(days=9)))
    running = made(engine, queue.through(f"amqp://guest:guest@127.0.0.1:{proxy.port}"))
    await asyncio.sleep(0.5)
    assert running.counts["tried"] and not running.counts["given_up"]
    proxy.mend()
    await settled(engine)
    assert queue.check(url_of(engine)) == 0


async def test_kafka_gets_the_event_log_too_and_what_it_never_takes_keeps_its_conversation_waiting(
    engine: sa.engine.Engine, cluster: list[str], made: Any, caplog: pytest.LogCaptureFixture
) -> None:
    say(engine, "a", turns=4)
    say(engine, "b", turns=4)
    running = made(engine, f"kafka://{','.join(cluster)}/events")
    await settled(engine)
    found = await asyncio.to_thread(read, cluster, "events", 80)
    assert once(value for _, _, value in found) == (logged(url_of(engine)), 0) and len(found) == 80
    say(engine, "b", before=4, text="x" * 1_100_000)
    say(engine, "b", before=5)
    say(engine, "a", before=4)
    await settled(engine, failed=1, waiting=1)
    assert running.counts["given_up"] == 1 and "stream --retry" in caplog.text and "too large" in caplog.text


async def test_who_stops_waits_for_a_silent_broker_no_longer_than_said(
    engine: sa.engine.Engine, queue: Queue, proxy: Proxy, made: Any
) -> None:
    proxy.silent = True
    running = made(engine, queue.through(f"amqp://guest:guest@127.0.0.1:{proxy.port}"))
    say(engine)
    await asyncio.sleep(0.3)
    begun = time.monotonic()
    await running.stream.stop()
    assert time.monotonic() - begun < module.SECONDS + module.FAREWELL + 1
    assert Stream(engine, "test", 0.0).counts() == {"waiting": 1}
