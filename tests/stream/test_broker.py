"""An event counts as published when the broker has it; a broker that is away, silent or full says so in time."""

from __future__ import annotations

import asyncio
import gc
import json
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aio_pika
import pytest

from bot.event_broker import Kafka, RabbitMQ, Tls, read_event_broker
from bot.server import broker as module
from bot.server.broker import Broker, KafkaBroker, RabbitBroker, Refused, TooLarge, broker_at
from bot.server.event_stream import reason
from tests.proxy import Proxy
from tests.stream.kafka import read
from tests.streamed import Queue, once

SECRET = "Rumpelstiltskin"


def event(number: int = 1, sender: str = "a") -> dict[str, Any]:
    return {"sender_id": sender, "event": "user", "text": SECRET, "timestamp": 1.0, "sequence": number}


@pytest.fixture
async def opened() -> AsyncIterator[Callable[..., Any]]:
    """Connects brokers; all are closed."""
    made: list[Broker] = []

    async def opening(place: Any) -> Broker:
        made.append(broker_at(read_event_broker(place) if isinstance(place, str) else place))
        await made[-1].connect()
        return made[-1]

    yield opening
    for one in made:
        await one.close()


async def test_what_rabbitmq_confirms_is_in_the_queue_and_outlives_a_restart_of_it(queue: Queue, opened: Any) -> None:
    broker = await opened(queue.url)
    for number in range(1, 6):
        await broker.confirm(event(number))
    assert once(queue.read()) == ({"a": [event(number) for number in range(1, 6)]}, 0)
    async with await aio_pika.connect(queue.server) as connection:
        for durable in (True, False):
            channel = await connection.channel()
            if durable:
                await channel.declare_queue(queue.name, durable=True)
                await channel.declare_exchange(queue.name, aio_pika.ExchangeType.FANOUT, durable=True)
            else:
                with pytest.raises(aio_pika.exceptions.ChannelPreconditionFailed):
                    await channel.declare_exchange(queue.name, aio_pika.ExchangeType.FANOUT)
    await broker.confirm(event())
    async with await aio_pika.connect(queue.server) as connection:
        found = await (await (await connection.channel()).declare_queue(queue.name, passive=True)).get(no_ack=True)
        assert found and found.delivery_mode == aio_pika.DeliveryMode.PERSISTENT


async def test_what_reaches_no_queue_is_refused(queue: Queue, opened: Any) -> None:
    broker = await opened(queue.url)
    async with await aio_pika.connect(queue.server) as connection:
        await (await connection.channel()).queue_delete(queue.name)
    with pytest.raises(Refused, match="no queue") as refused:
        await broker.confirm(event())
    assert SECRET not in reason(refused.value)


async def test_what_a_full_queue_sends_back_is_refused(queue: Queue, opened: Any) -> None:
    async with await aio_pika.connect(queue.server) as connection:
        channel = await connection.channel()
        full = {"x-max-length": 1, "x-overflow": "reject-publish"}
        exchange = await channel.declare_exchange(queue.name, aio_pika.ExchangeType.FANOUT, durable=True)
        await (await channel.declare_queue(queue.name, durable=True, arguments=full)).bind(exchange, "")
        broker = broker_at(read_event_broker(queue.url))
        with pytest.raises(aio_pika.exceptions.ChannelPreconditionFailed, match="x-max-length") as refused:
            await broker.connect()  # another queue than ours of that name is not taken for ours
        assert "x-max-length" in reason(refused.value)
        await broker.close()
        # What is told of it when a policy of the server makes ours full:
        broker = Bound(rabbitmq_at(queue.url))
        await broker.connect()
        await broker.confirm(event(1))
        with pytest.raises(Refused, match="does not take it") as nack:
            await asyncio.gather(*(broker.confirm(event(number)) for number in range(2, 6)))
        assert SECRET not in reason(nack.value) and nack.value.__suppress_context__
        await broker.close()


def rabbitmq_at(url: str) -> RabbitMQ:
    place = read_event_broker(url)
    assert isinstance(place, RabbitMQ)
    return place


class Bound(RabbitBroker):
    """Takes exchange and queue as they are."""

    @staticmethod
    async def _bind_queue(queue_name: str, channel: Any, exchange: Any) -> None:
        await channel.declare_queue(queue_name, passive=True)


async def test_a_connection_that_is_lost_is_known_at_once(queue: Queue, proxy: Proxy, opened: Any) -> None:
    broker = await opened(queue.through(f"amqp://guest:guest@127.0.0.1:{proxy.port}"))
    await broker.confirm(event())
    assert broker.is_ready()
    proxy.cut()
    for _ in range(100):
        if not broker.is_ready():
            break
        await asyncio.sleep(0.02)
    assert not broker.is_ready()
    with pytest.raises(Exception, match=""):
        await broker.confirm(event())
    async with asyncio.timeout(2):
        await broker.close()


def test_who_connects_to_a_silent_server_gives_up_and_leaves_nothing_behind(
    queue: Queue, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.2)
    proxy.silent = True
    place = read_event_broker(queue.through(f"amqp://guest:guest@127.0.0.1:{proxy.port}"))

    async def try_it(times: int, least: int) -> int:
        for _ in range(times):
            broker = broker_at(place)
            try:
                await broker.connect()
            except TimeoutError:
                await broker.close()
            else:
                raise AssertionError("nobody answered")
        broker = None
        for _ in range(20):  # what nobody refers to any more is cleared away, on a busy machine later
            await asyncio.sleep(0.5)
            gc.collect()
            if (left := len(os.listdir("/proc/self/fd"))) <= least:
                break
        return left

    few = asyncio.run(try_it(2, least=0))
    assert asyncio.run(try_it(10, least=few)) <= few


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("amqp://guest:hunter2@127.0.0.1:5672", "ACCESS_REFUSED"),
        ("amqp://127.0.0.1:1", "[Errno 111]"),
        ("amqp://bot:hunter2@nobody.invalid", ""),
        ("amqp://guest:guest@127.0.0.1:5672/hunter3", "hunter3"),  # no such vhost
    ],
)
async def test_why_there_is_no_connection_is_said_without_the_password(
    written: str, words: str, caplog: pytest.LogCaptureFixture, queue: Queue
) -> None:
    broker = broker_at(read_event_broker(written))
    with caplog.at_level("DEBUG"), pytest.raises(Exception, match="") as failed:
        await broker.connect()
    await broker.close()
    assert words in reason(failed.value) and "hunter2" not in reason(failed.value) + caplog.text


def test_rasa_gets_the_address_of_rabbitmq_in_parts() -> None:
    async def url() -> Any:
        place = RabbitMQ("::1", 5671, "b@t", "p/ss:@%", "a/b", tls=Tls(cafile="/ca file.pem"))
        broker = RabbitBroker(RabbitMQ(f"[{place.host}]", *list(vars(place).values())[1:]))
        assert "p/ss" not in broker.host and "p%2Fss" not in broker.host
        return broker._configure_url()

    from yarl import URL

    read = URL(asyncio.run(url()))
    assert (read.scheme, read.host, read.port) == ("amqps", "::1", 5671)
    assert (read.user, read.password, read.path) == ("b@t", "p/ss:@%", "/a/b")
    assert read.query == {"name": "bpo-bot", "heartbeat": "10", "timeout": "9", "cafile": "/ca file.pem"}


async def test_what_kafka_confirms_is_there_in_order_and_a_conversation_in_one_partition(
    cluster: list[str], opened: Any
) -> None:
    broker = await opened(Kafka(tuple(cluster), "events"))

    async def say(sender: str) -> None:
        for number in range(1, 11):
            await broker.confirm(event(number, sender))

    senders = [f"visitor-{number}" for number in range(20)]
    await asyncio.gather(*map(say, senders))
    found = await asyncio.to_thread(read, cluster, "events", 200)
    assert len(found) == 200
    for sender in senders:
        mine = [(partition, json.loads(value)) for partition, key, value in found if key.decode() == sender]
        assert [said for _, said in mine] == [event(number, sender) for number in range(1, 11)]
        assert len({partition for partition, _ in mine}) == 1
    assert len({partition for partition, _, _ in found}) > 1


async def test_what_is_too_large_for_kafka_is_never_taken(cluster: list[str], opened: Any) -> None:
    broker = await opened(Kafka(tuple(cluster), "events"))
    with pytest.raises(TooLarge, match="too large"):
        await broker.confirm({**event(), "text": "x" * 2_000_000})


async def test_a_kafka_that_is_away_says_why_in_time(monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    monkeypatch.setattr(module, "SECONDS", 4.0)
    broker = broker_at(read_event_broker("kafka://bot:hunter2@127.0.0.1:1/events"))
    await broker.connect()
    waits = [asyncio.create_task(broker.confirm(event(number))) for number in range(3)]
    for one in waits:
        with pytest.raises(Refused, match=r"timed out: .*(refused|down)") as refused:
            async with asyncio.timeout(4):
                await one
        assert "hunter2" not in reason(refused.value) and SECRET not in reason(refused.value)
    await broker.close()
    assert capfd.readouterr().err == ""


async def test_who_hangs_up_on_kafka_ends_what_others_wait_for(cluster: list[str], opened: Any) -> None:
    broker = await opened("kafka://127.0.0.1:1/events")
    waiting = asyncio.create_task(broker.confirm(event()))
    await asyncio.sleep(0.1)
    await broker.close()
    with pytest.raises(Refused):
        async with asyncio.timeout(2):
            await waiting


@pytest.mark.parametrize(
    ("place", "protocol", "more"),
    [
        (Kafka(("a:1", "b:2")), "PLAINTEXT", {}),
        (Kafka(("a:1",), tls=Tls()), "SSL", {"ssl.ca.location": None}),
        (Kafka(("a:1",), user="bot", password="x"), "SASL_PLAINTEXT", {"sasl.username": "bot", "sasl.password": "x"}),
        (
            Kafka(("a:1",), user="bot", password="x", mechanism="SCRAM-SHA-512", tls=Tls("/ca.pem")),
            "SASL_SSL",
            {"sasl.mechanism": "SCRAM-SHA-512", "ssl.ca.location": "/ca.pem"}
            | {"ssl.endpoint.identification.algorithm": "https"},
        ),
    ],
)
async def test_kafka_is_configured_by_rasa_and_by_us(place: Kafka, protocol: str, more: dict[str, Any]) -> None:
    given = KafkaBroker(place)._get_kafka_config()
    assert given["bootstrap.servers"] == ",".join(place.servers) and given["security.protocol"] == protocol
    assert more.items() <= given.items() and given["enable.idempotence"] is True
    assert given["message.timeout.ms"] < 1000 * module.SECONDS


async def test_a_producer_can_be_made_with_every_kind_of_encryption(tmp_path: Path) -> None:
    for place in (Kafka(("a:1",), tls=Tls()), Kafka(("a:1",), user="bot", password="x", tls=Tls())):
        broker = KafkaBroker(place)
        await broker.connect()
        await broker.close()
