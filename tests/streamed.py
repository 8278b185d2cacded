"""What arrived at the event broker, read from its queue and compared with the event log.

A test that streams to RabbitMQ gives its servers `Queue().url` as BPO_BOT_EVENT_BROKER; when they are done,

    queue.check(database_url)

takes everything from the queue and fails unless it is what `conversation_events` holds: every event, in the order of its
conversation, twice only where both are the same to the byte.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import aio_pika
import sqlalchemy as sa

from bot.storage.engine import create_engine
from bot.storage.tables import events, stream
from tests.services import lacking

RABBITMQ = os.environ.get("BPO_BOT_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672")
SECONDS = 10.0  # for each word with RabbitMQ
Streams = dict[str, list[dict[str, Any]]]  # events by conversation, in order


class Queue:
    """A queue, and the exchange that fills it, of one test; `remove` deletes both."""

    def __init__(self, server: str = RABBITMQ) -> None:
        self.name = f"test-{uuid.uuid4().hex}"
        self.server = server
        self.url = self.through(server)
        self.taken: list[bytes] = []  # everything that was read, as it came
        try:
            self._run(self._there())
        except (OSError, aio_pika.exceptions.AMQPError) as error:
            lacking(f"no RabbitMQ at {server} (BPO_BOT_TEST_RABBITMQ names another): {type(error).__name__}")

    def through(self, server: str) -> str:
        """The setting that leads to this queue through another address of the server."""
        return f"{server}?exchange={self.name}&queue={self.name}"

    def read(self) -> list[bytes]:
        """Take what is in the queue, and have it with what was taken before."""
        self.taken += self._run(self._taken())
        return self.taken

    def check(self, database_url: str, forgotten: Iterable[str] = (), seconds: float = 120.0) -> int:
        """Wait until nothing is to be streamed any more, and compare; how many events came twice.

        Conversations that were `forgotten` may have arrived and are not compared. What a killed server was streaming is
        taken over within a minute.
        """
        until_streamed(database_url, seconds)
        arrived, doubles = once(self.read())
        expected = logged(database_url)
        gone = set(forgotten) - expected.keys()
        arrived = {name: came for name, came in arrived.items() if name not in gone}
        assert arrived.keys() == expected.keys()
        for name, came in arrived.items():
            assert came == expected[name], f"{name}: {len(came)} events came, {len(expected[name])} are stored"
        return doubles

    def remove(self) -> None:
        """Delete queue and exchange."""
        self._run(self._removed())

    async def _there(self) -> None:
        async with await aio_pika.connect(self.server, timeout=SECONDS):
            pass

    async def _taken(self) -> list[bytes]:
        found = []
        async with await aio_pika.connect(self.server, timeout=SECONDS) as connection:
            channel = await connection.channel()
            queue = await channel.declare_queue(self.name, passive=True)
            while (message := await queue.get(no_ack=True, fail=False, timeout=SECONDS)) is not None:
                found.append(message.body)
        return found

    async def _removed(self) -> None:
        async with await aio_pika.connect(self.server, timeout=SECONDS) as connection:
            channel = await connection.channel()
            await channel.queue_delete(self.name)
            await channel.exchange_delete(self.name)

    @staticmethod
    def _run(work: Any) -> Any:
        """Work of asyncio's, from tests with and without a loop of their own."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return asyncio.run(work)
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, work).result()


@contextmanager
def queue_of_a_test() -> Iterator[Queue]:
    """A queue that is deleted in the end. Without RabbitMQ a visible skip, in CI a failure."""
    queue = Queue()
    try:
        yield queue
    finally:
        queue.remove()


def once(bodies: Iterable[bytes]) -> tuple[Streams, int]:
    """Events by conversation in the order in which each came first, and how many came again.

    Whoever forgets a conversation and begins it anew has events of the same number; their time tells them apart.
    """
    first: dict[tuple[str, int, float], bytes] = {}
    found, doubles = defaultdict(list), 0
    for body in bodies:
        event = json.loads(body)
        name = (event["sender_id"], event["sequence"], event["timestamp"])
        if name in first:
            assert body == first[name], f"{name} came twice, and not the same"
            doubles += 1
        else:
            first[name] = body
            found[event["sender_id"]].append(event)
    return dict(found), doubles


def logged(database_url: str) -> Streams:
    """The event log as the broker should have it."""
    engine, found = create_engine(database_url), defaultdict(list)
    with engine.connect() as connection:
        for row in connection.execute(sa.select(events).order_by(events.c.conversation, events.c.sequence)):
            found[row.conversation].append({"sender_id": row.conversation, **row.data, "sequence": row.sequence})
    engine.dispose()
    return dict(found)


def waiting(database_url: str) -> int:
    """How many turns are to be streamed."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        many = connection.execute(sa.select(sa.func.count()).select_from(stream)).scalar_one()
    engine.dispose()
    return int(many)


def until_streamed(database_url: str, seconds: float = 120.0) -> None:
    """Wait until nothing is to be streamed any more."""
    deadline = time.monotonic() + seconds
    while many := waiting(database_url):
        assert time.monotonic() < deadline, f"{many} turns are not streamed after {seconds} s"
        time.sleep(0.1)
