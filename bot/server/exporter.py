"""Serves the metrics to Prometheus at an address of their own, from a thread that waits for no turn."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from prometheus_client import disable_created_metrics, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.server.agent import BotAgent
from bot.settings import PREFIX
from bot.storage import StorageError
from bot.storage.backlog import Waiting, backlog


class CannotExport(RuntimeError):
    """The address for metrics cannot be used; the message says why."""


class State(Collector):
    """How things stand whenever it is asked: the model, and what waits in the database that all servers share."""

    def __init__(self, agent: BotAgent) -> None:
        self._agent = agent

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges; those of the database are missing while it does not answer."""
        model = GaugeMetricFamily("bpo_bot_model_info", "1 for the model that is served", labels=["model"])
        model.add_metric([self._agent.model_name or "none"], 1)
        yield model
        try:
            found = backlog(self._agent.store.engine)
        except StorageError:
            yield GaugeMetricFamily("bpo_bot_store_up", "Whether the database answers", value=0)
            return
        yield GaugeMetricFamily("bpo_bot_store_up", "Whether the database answers", value=1)
        yield GaugeMetricFamily("bpo_bot_inbox_waiting", "Messages without a reply yet", value=found.messages.many)
        yield GaugeMetricFamily(
            "bpo_bot_inbox_oldest_seconds", "Since when the oldest waits", value=age(found.messages)
        )
        labels = ["queue", "state"]
        many = GaugeMetricFamily(
            "bpo_bot_undelivered", "Hand-offs, messages to Slack, turns for the event broker", labels=labels
        )
        oldest = GaugeMetricFamily("bpo_bot_undelivered_oldest_seconds", "Since when the oldest waits", labels=labels)
        for place, waiting in found.undelivered.items():
            many.add_metric(place, waiting.many)
            oldest.add_metric(place, age(waiting))
        yield many
        yield oldest


def age(waiting: Waiting) -> float:
    """For how many seconds the oldest waits; 0 when nothing does."""
    return max(0.0, (datetime.now(UTC) - waiting.since).total_seconds()) if waiting.since else 0.0


def export(agent: BotAgent, host: str, port: int) -> Callable[[], None]:
    """Begin to serve; returns what ends it. Raises CannotExport."""
    disable_created_metrics()  # type: ignore[no-untyped-call]
    agent.metrics.registry.register(State(agent))
    try:
        server, thread = start_http_server(port, host, agent.metrics.registry)
    except OSError as error:
        raise CannotExport(f"{PREFIX}METRICS={host}:{port}: {error.strerror}; write an address that is free") from None

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return end
