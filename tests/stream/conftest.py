"""Queues of RabbitMQ and a Kafka cluster of a test's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from confluent_kafka import Producer

from tests.proxy import Proxy
from tests.streamed import Queue, queue_of_a_test
from tests.webhook.conftest import new_server, postgres, talk_to

__all__ = ["new_server", "postgres", "talk_to"]


@pytest.fixture
def queue() -> Iterator[Queue]:
    with queue_of_a_test() as queue:
        yield queue


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """A way to RabbitMQ that can be cut."""
    proxy = Proxy(5672)
    yield proxy
    proxy.cut()


@pytest.fixture
def cluster() -> Iterator[list[str]]:
    """The servers of a Kafka cluster of three, which librdkafka plays; it speaks the protocol over loopback."""
    player = Producer({"test.mock.num.brokers": 3, "bootstrap.servers": "played", "log_level": 0})
    yield [f"{one.host}:{one.port}" for one in player.list_topics(timeout=10).brokers.values()]
    player.purge()
