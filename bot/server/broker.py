"""Rasa's event brokers, with the broker's own word on each event.

Rasa's `publish` returns before anything is sent, and swallows what fails. What is used of its classes, and what is not, is in
docs/adr/0015-the-event-stream.md; tests/stream/test_broker.py fails when Rasa changes.
"""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import quote, urlencode

import aio_pika
from confluent_kafka import KafkaError, KafkaException
from pamqp.commands import Basic
from rasa.core.brokers.kafka import KafkaEventBroker
from rasa.core.brokers.pika import PikaEventBroker

from bot.event_broker import EventBroker, Kafka, RabbitMQ, Tls

NAME = "bpo-bot"  # under which the broker's administrator sees us
SECONDS = 10.0  # until an attempt to connect, or to publish one event, has failed
HEARTBEAT = 10  # seconds
SILENCE = 9  # one more, three times over, are the seconds after which the library takes a silent RabbitMQ for gone
FIRST_LOOK, LAST_LOOK = 0.001, 0.05  # seconds between looks at what Kafka says

Event = Mapping[str, Any]


class Refused(RuntimeError):
    """The broker did not take an event; the message says why, and nothing of the event."""


class TooLarge(Refused):
    """The broker takes no event of that size."""


class Broker(Protocol):
    """A connection to a broker."""

    def is_ready(self) -> bool:
        """Whether it stands."""

    async def connect(self) -> None:
        """Make it; raises whatever it meets."""

    async def confirm(self, event: Event) -> None:
        """Publish an event, and return once the broker has it for good. Raises Refused, or whatever it meets."""

    async def close(self) -> None:
        """End it."""


def broker_at(place: EventBroker) -> Broker:
    """A broker that is not connected yet."""
    return RabbitBroker(place) if isinstance(place, RabbitMQ) else KafkaBroker(place)


class RabbitBroker(PikaEventBroker):
    """Rasa's broker for RabbitMQ, on an exchange that outlives a restart of it.

    The connection is a plain one. Rasa's connects again by itself, for ever and unseen, and cannot be closed meanwhile.
    """

    def __init__(self, place: RabbitMQ) -> None:
        # Rasa writes the host into its log, so that user and password stand beside it.
        parameters = urlencode({"name": NAME, "heartbeat": HEARTBEAT, "timeout": SILENCE, **_files(place.tls)})
        scheme = "amqps" if place.tls else "amqp"
        super().__init__(
            host=f"{scheme}://{place.host}:{place.port}/{quote(place.vhost, safe='')}?{parameters}",
            username=quote(place.user, safe=""),
            password=quote(place.password, safe=""),
            port=place.port,
            queues=[place.queue],
            exchange_name=place.exchange,
        )

    async def connect(self) -> None:
        """Connect, and declare exchange and queue."""
        self._connection = await aio_pika.connect(self._configure_url(), timeout=SECONDS)
        self._exchange = await self._set_up_exchange(await self._connection.channel())

    async def _set_up_exchange(self, channel: Any) -> Any:
        kind = aio_pika.ExchangeType.FANOUT
        exchange = await channel.declare_exchange(self.exchange_name, type=kind, durable=True)
        for queue in self.queues:
            await self._bind_queue(queue, channel, exchange)
        return exchange

    def is_ready(self) -> bool:
        """Whether the connection stands."""
        return self._connection is not None and self._connection.connected.is_set()

    async def confirm(self, event: Event) -> None:
        """Publish an event that has to reach a queue, and wait for RabbitMQ to say that it is kept."""
        try:
            said = await self._exchange.publish(self._message(event, None), "", mandatory=True)
        except aio_pika.exceptions.DeliveryError:  # its words hold the event
            raise Refused("RabbitMQ does not take it") from None
        if not isinstance(said, Basic.Ack):
            raise Refused("RabbitMQ has no queue for it")


class KafkaBroker(KafkaEventBroker):
    """Rasa's broker for Kafka: the events of one conversation go to one partition, in their order.

    Rasa's thread that hears what became of them ends before there is anything to hear; this one listens itself.
    """

    def __init__(self, place: Kafka) -> None:
        protocol = f"{'SASL_' if place.user else ''}{'SSL' if place.tls else 'PLAINTEXT'}"
        super().__init__(
            ",".join(place.servers),
            place.topic,
            client_id=NAME,
            partition_by_sender=True,
            sasl_username=place.user,
            sasl_password=place.password,
            sasl_mechanism=place.mechanism,
            security_protocol=protocol,
            ssl_check_hostname=True,
            **{f"ssl_{name}": path for name, path in _files(place.tls).items()},
        )
        self._trouble = ""

    def _get_kafka_config(self) -> dict[str, Any]:
        ours = {
            "enable.idempotence": True,  # what the library itself sends again comes neither twice nor in another order
            "linger.ms": 0,
            "message.timeout.ms": int(
                SECONDS * 700
            ),  # it looks once a second; nothing is sent any more once we gave up
            "error_cb": self._heard,
            "log_level": 0,  # it would write past our log
        }
        return {**super()._get_kafka_config(), **ours}

    def _heard(self, error: KafkaError) -> None:
        self._trouble = error.str()

    async def connect(self) -> None:
        """Make a producer, which connects by itself."""
        self.producer = self._create_producer()

    def is_ready(self) -> bool:
        """Whether there is a producer."""
        return self.producer is not None

    async def confirm(self, event: Event) -> None:
        """Publish an event, and wait for Kafka to say that all replicas in sync have it."""
        producer, ended = self.producer, list[KafkaError | None]()
        message = {
            "value": json.dumps(event).encode(),
            "key": str(event["sender_id"]).encode(),
            "headers": [("RASA_ENVIRONMENT", str(self.rasa_environment).encode())],
        }
        try:
            producer.produce(self.topic, **message, on_delivery=lambda error, _: ended.append(error))
        except KafkaException as error:
            raise _refusal(error.args[0]) from None
        look = FIRST_LOOK
        while not ended:
            await asyncio.sleep(look)
            look = min(2 * look, LAST_LOOK)
            producer.poll(0)  # does not wait
        if ended[0] is not None:
            raise _refusal(ended[0], self._trouble)

    async def close(self) -> None:
        """Let the producer go; what it has not sent yet is not sent any more."""
        producer, self.producer = self.producer, None
        if producer is not None:
            producer.purge()


def _refusal(error: KafkaError, trouble: str = "") -> Refused:
    kind = TooLarge if error.code() == KafkaError.MSG_SIZE_TOO_LARGE else Refused
    return kind(f"{error.str()}: {trouble}" if trouble else error.str())


def _files(tls: Tls | None) -> dict[str, str]:
    return {name: path for name, path in vars(tls).items() if path} if tls else {}
