"""An event broker is one URL, that says all there is to say; what cannot be used is refused with what to write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.event_broker import EXCHANGE, NAME, Kafka, RabbitMQ, Tls, read_event_broker


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("amqp://localhost", RabbitMQ("localhost", 5672)),
        ("amqp://localhost/", RabbitMQ("localhost", 5672)),
        ("amqp://[::1]:5673/%2F", RabbitMQ("[::1]", 5673)),
        ("amqps://bot:p%40%2Fss@rabbit.example.com", RabbitMQ("rabbit.example.com", 5671, "bot", "p@/ss", tls=Tls())),
        (
            "amqp://bot:secret@rabbit:5672/shop%2Fbot?exchange=talk&queue=talk.events",
            RabbitMQ("rabbit", 5672, "bot", "secret", "shop/bot", "talk", "talk.events"),
        ),
        ("amqp://bot:@rabbit", RabbitMQ("rabbit", 5672, "bot", "")),
        ("kafka://localhost", Kafka(("localhost:9092",))),
        ("kafka://one:9092,two:9093,[::1]/events", Kafka(("one:9092", "two:9093", "[::1]:9092"), "events")),
        ("kafkas://one/events", Kafka(("one:9092",), "events", tls=Tls())),
        ("kafka://bot:p%3Ass@one,two", Kafka(("one:9092", "two:9092"), user="bot", password="p:ss")),
        (
            "kafkas://bot:secret@one?mechanism=scram-sha-512",
            Kafka(("one:9092",), user="bot", password="secret", mechanism="SCRAM-SHA-512", tls=Tls()),
        ),
    ],
)
def test_one_line_says_where_events_go(written: str, meant: object) -> None:
    assert read_event_broker(written) == meant


def test_names_are_those_that_consumers_of_rasa_know_but_for_the_exchange() -> None:
    from rasa.core.brokers.pika import DEFAULT_QUEUE_NAME, RABBITMQ_EXCHANGE

    assert NAME == DEFAULT_QUEUE_NAME and EXCHANGE != RABBITMQ_EXCHANGE


def test_certificates_are_files_that_are_there(tmp_path: Path) -> None:
    for name in ("ca", "cert", "key"):
        (tmp_path / f"{name}.pem").touch()
    files = "&".join(f"{name}file={tmp_path}/{name}.pem" for name in ("ca", "cert", "key"))
    meant = Tls(*(f"{tmp_path}/{name}.pem" for name in ("ca", "cert", "key")))
    assert read_event_broker(f"amqps://rabbit?{files}").tls == meant
    assert read_event_broker(f"kafkas://one?{files}").tls == meant


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("rabbit.example.com", "write amqp://user:password@"),
        ("http://bot:hunter2@rabbit", "kafka://user:password@"),
        ("amqp://", "write amqp://"),
        ("amqp://bot@rabbit", "write amqp://"),
        ("amqp://:hunter2@rabbit", "write amqp://"),
        ("amqp://bot:hunter2@rabbit:amqp", "write amqp://"),
        ("amqp://bot:hunter2@rabbit:70000", "write amqp://"),
        ("amqp://bot:hunter2@[::1", "write amqp://"),
        ("amqp://bot:hunter2/@rabbit", "write amqp://"),
        ("amqp://bot:hunter2@rabbit#x", "%40"),
        ("amqp://bot:hunter2@rab bit", "write amqp://"),
        ("amqp://bot:hunter2@one,two", "write that of a balancer"),
        ("amqp://bot:hunter2@rabbit/a/b", "%2F"),
        ("amqp://bot:hunter2@rabbit?topic=events", "exchange, queue, cafile, certfile, keyfile"),
        ("amqp://bot:hunter2@rabbit?queue=a&queue=b", "each once"),
        ("amqp://bot:hunter2@rabbit?queue=", "each once"),
        ("amqp://bot:hunter2@rabbit?queue=amq.events", "amq."),
        ("amqp://bot:hunter2@rabbit?exchange=a%20b", "exchange: write a name"),
        ("amqp://bot:hunter2@rabbit?cafile=/ca.pem", "write amqps://"),
        ("kafka://bot:hunter2@one?cafile=/ca.pem", "write kafkas://"),
        ("amqps://bot:hunter2@rabbit?cafile=/nowhere/ca.pem", "cafile: there is no such file"),
        ("amqps://bot:hunter2@rabbit?certfile=/nowhere/ca.pem", "write both or none"),
        ("kafka://bot:hunter2@one,,two", "write amqp://"),
        ("kafka://bot:hunter2@one/a/b", "write the topic"),
        ("kafka://bot:hunter2@one/..", "write the topic"),
        ("kafka://bot:hunter2@one?mechanism=GSSAPI", "SCRAM-SHA-512"),
        ("kafka://one?mechanism=PLAIN", "with user and password"),
        ("kafka://one?exchange=a", "mechanism, cafile"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_write(written: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)) as refused:
        read_event_broker(written)
    assert "hunter2" not in str(refused.value)
