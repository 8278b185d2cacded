"""What visitors and bot say over the real webhook arrives at the broker as it is stored, through kills, cuts and silence."""

from __future__ import annotations

import signal
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.storage.engine import create_engine
from bot.storage.tables import stream
from tests.proxy import Proxy
from tests.stream.kafka import read
from tests.streamed import Queue, logged, once, queue_of_a_test, until_streamed, waiting
from tests.webhook.conftest import Server, Visitor, free_port
from tests.webhook.words import WORDS

SECRET = "Rumpelstiltskin"


@pytest.fixture(scope="module")
def shared_queue() -> Iterator[Queue]:
    with queue_of_a_test() as queue:
        yield queue


@pytest.fixture(scope="module")
def way() -> Iterator[Proxy]:
    proxy = Proxy(5672)
    yield proxy
    proxy.cut()


@pytest.fixture(scope="module")
def streaming(tmp_path_factory: pytest.TempPathFactory, shared_queue: Queue, way: Proxy) -> Iterator[Server]:
    """A server that streams over a way that can be cut."""
    running = Server(
        tmp_path_factory.mktemp("streaming"),
        BPO_BOT_EVENT_BROKER=shared_queue.through(f"amqp://guest:guest@127.0.0.1:{way.port}"),
        BPO_BOT_METRICS=f"127.0.0.1:{free_port()}",
        BPO_BOT_LOG_FORMAT="json",
    ).start()
    yield running
    running.stop()


def advised(visitor: Visitor) -> None:
    """From a question to a recommendation."""
    visitor.say(f"what is kpo, asks {SECRET}")
    visitor.say("I need advice")
    while "recommendation" not in visitor.kinds:
        assert visitor.asked
        visitor.say(WORDS[visitor.asked])
    visitor.say("why not in-house?")


def test_a_conversation_with_an_assessment_arrives_as_it_is_stored(streaming: Server, shared_queue: Queue) -> None:
    visitor = Visitor(streaming.url)
    advised(visitor)
    assert shared_queue.check(streaming.database_url) == 0
    mine = once(shared_queue.taken)[0][visitor.sender]
    assert [event["sequence"] for event in mine] == list(range(1, len(mine) + 1))
    said = [event["text"] for event in mine if event["event"] == "user"]
    assert said[0] == f"what is kpo, asks {SECRET}" and {"action", "slot", "bot"} <= {event["event"] for event in mine}
    shown = requests.get(f"http://{streaming.environment['BPO_BOT_METRICS']}/metrics", timeout=10).text
    assert 'bpo_bot_undelivered{queue="stream",state="waiting"} 0.0' in shown
    [delivered] = [line for line in shown.splitlines() if 'queue="stream"' in line and 'outcome="delivered"' in line]
    assert float(delivered.split()[-1]) >= len(said)


def test_a_broker_that_is_away_or_silent_slows_no_turn_down(streaming: Server, shared_queue: Queue, way: Proxy) -> None:
    def turns() -> float:
        times = []
        for number in range(12):
            visitor, begun = Visitor(streaming.url), time.monotonic()
            visitor.say(f"what is bpo, {number}")
            times.append(time.monotonic() - begun)
        return statistics.median(times)

    turns()
    until_streamed(streaming.database_url)
    usual = turns()
    until_streamed(streaming.database_url)
    way.cut()
    away = turns()
    assert requests.get(f"{streaming.url}/readyz", timeout=10).ok and waiting(streaming.database_url) >= 12
    way.silent = True
    way.mend()
    silent = turns()
    assert requests.get(f"{streaming.url}/readyz", timeout=10).ok and waiting(streaming.database_url) >= 24
    assert max(away, silent) < 1.5 * usual + 0.02, (usual, away, silent)
    way.silent = False
    way.cut()
    way.mend()
    shared_queue.check(streaming.database_url)
    log = streaming.log.read_text()
    assert "stream: " in log and "guest:" not in log and SECRET not in log
    assert all(line.startswith("{") for line in log.splitlines()), "whatever is logged is JSON"


def test_what_a_visitor_has_forgotten_before_it_was_streamed_is_not_streamed(
    streaming: Server, shared_queue: Queue, way: Proxy
) -> None:
    way.cut()
    visitor = Visitor(streaming.url)
    visitor.say(f"what is bpo, asks {SECRET} of Oz")
    visitor.say("forget me")
    visitor.say("yes")
    visitor.say("what is kpo")
    way.mend()
    shared_queue.check(streaming.database_url)
    mine = once(shared_queue.taken)[0][visitor.sender]
    assert [event["text"] for event in mine if event["event"] == "user"] == ["what is kpo"]
    assert not any(b"of Oz" in body for body in shared_queue.taken)


def test_a_server_starts_and_answers_though_there_is_no_broker(
    new_server: Callable[..., Server], queue: Queue, proxy: Proxy
) -> None:
    proxy.cut()
    server = new_server(BPO_BOT_EVENT_BROKER=queue.through(f"amqp://guest:hunter2@127.0.0.1:{proxy.port}")).start()
    Visitor(server.url).say("what is bpo")
    begun = time.monotonic()
    assert server.stop() == 0 and time.monotonic() - begun < 15
    assert waiting(server.database_url) == 1 and "hunter2" not in server.log.read_text()


def free_leases(url: str) -> None:
    """As after three quarters of a minute."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(stream.update().values(leased_until=None))
    engine.dispose()


def talk(urls: list[str], number: int, answered: threading.Semaphore) -> None:
    """A conversation whose every message is sent until it is `answered`, at any server."""
    sender = f"visitor-{number}"
    for turn in range(6):
        deadline, body = time.monotonic() + 120, {"sender": sender, "message": f"what is bpo {turn}"}
        while True:
            url = f"{urls[(number + turn) % len(urls)]}/webhooks/rest/webhook"
            try:
                if requests.post(url, json=body, headers={"Idempotency-Key": str(turn)}, timeout=20).ok:
                    answered.release()
                    break
            except requests.RequestException:
                pass
            assert time.monotonic() < deadline
            urls = urls[1:] + urls[:1]
            time.sleep(0.2)


def played(servers: list[Server], kills: int) -> None:
    """Let visitors talk while servers are killed in the midst of it."""
    answered = threading.Semaphore(0)

    def kill() -> None:
        for done in range(kills):
            for _ in range(20):  # of 144 answers in all
                answered.acquire(timeout=120)
            victim = servers[done % len(servers)]
            victim.stop(signal.SIGKILL)
            victim.start("/healthz")

    with ThreadPoolExecutor(1) as killer, ThreadPoolExecutor(8) as pool:
        killing = killer.submit(kill)
        list(pool.map(lambda number: talk([server.url for server in servers], number, answered), range(24)))
        killing.result()


def test_a_server_that_is_killed_again_and_again_loses_nothing(new_server: Callable[..., Server], queue: Queue) -> None:
    server = new_server(BPO_BOT_EVENT_BROKER=queue.url).start()
    played([server], 2)
    free_leases(server.database_url)
    queue.check(server.database_url)
    assert len(logged(server.database_url)) == 24


def test_two_servers_of_which_one_is_killed_lose_nothing(
    new_server: Callable[..., Server], queue: Queue, postgres: Any
) -> None:
    place = {"BPO_BOT_DATABASE_URL": postgres.url, "BPO_BOT_EVENT_BROKER": queue.url}
    servers = [new_server(**place).start() for _ in range(2)]
    played(servers, 2)
    free_leases(postgres.url)
    queue.check(postgres.url)
    assert len(logged(postgres.url)) == 24


def test_kafka_gets_the_same(new_server: Callable[..., Server], cluster: list[str]) -> None:
    server = new_server(BPO_BOT_EVENT_BROKER=f"kafka://{','.join(cluster)}/events", BPO_BOT_LOG_FORMAT="json").start()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: talk([server.url], number, threading.Semaphore()), range(8)))
    until_streamed(server.database_url)
    expected = logged(server.database_url)
    many = sum(map(len, expected.values()))
    found = read(cluster, "events", many)
    assert once(value for _, _, value in found) == (expected, 0)
    assert server.stop() == 0
    assert all(line.startswith("{") for line in server.log.read_text().splitlines())


def test_without_a_broker_nothing_is_kept_for_one(new_server: Callable[..., Server], tmp_path: Path) -> None:
    server = new_server().start()
    Visitor(server.url).say("what is bpo")
    assert waiting(server.database_url) == 0
    maps = Path(f"/proc/{server.process.pid}/maps").read_text() if server.process else ""
    assert "librdkafka" not in maps, "the clients of brokers are loaded by who needs them"
