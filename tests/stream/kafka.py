"""Reads a topic of Kafka from its beginning."""

from __future__ import annotations

import time

from confluent_kafka import Consumer

SECONDS = 30


def read(servers: list[str], topic: str, many: int) -> list[tuple[int, bytes, bytes]]:
    """The first so many messages: partition, key and value, each partition in its order."""
    consumer = Consumer({"bootstrap.servers": ",".join(servers), "group.id": "test", "auto.offset.reset": "earliest"})
    consumer.subscribe([topic])
    found: list[tuple[int, bytes, bytes]] = []
    deadline = time.monotonic() + SECONDS
    while len(found) < many and time.monotonic() < deadline:
        message = consumer.poll(0.5)
        if message is not None and not message.error():
            found.append((message.partition(), message.key(), message.value()))
    consumer.close()
    return found
