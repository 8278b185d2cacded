"""What a server counts and times, in Prometheus' terms.

Labels are names of ours, of which there are only so many: never a text, an id or an address of a visitor.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

from bot import journal
from bot.quiet import kind, said
from bot.server.dispatcher import Work
from bot.server.processor import cause_of
from bot.storage.inbox import Claim, LeaseLost, Reply

logger = logging.getLogger(journal.TURNS)

FAILED, LOST = "failed", "lost"  # outcomes of turns without a reply
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})  # clients may make others up
# Seconds: a turn takes some hundredths, and at most BPO_BOT_ACTION_TIMEOUT and ten.
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """The counters of one process; `registry` has them all."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._turns = self._counter(
            "turns", "Turns by the kind of their first reply; failed, or lost to another process", "channel", "outcome"
        )
        self._replies = self._counter("replies", "Messages of the bot by kind", "channel", "kind")
        self._intents = self._counter("understood", "Messages of visitors by what they were taken for", "intent")
        self._taken_over = self._counter("taken_over", "Turns that another process had begun")
        self._errors = self._counter("errors", "Requests that failed", "what", "error")
        self._responses = self._counter("responses", "HTTP responses", "method", "route", "status")
        self._deliveries = self._counter(
            "deliveries",
            "Deliveries of hand-offs, to Slack and to the event broker: tried, of these ...",
            "queue",
            "outcome",
        )
        self._turn_time = self._histogram("turn_seconds", "From beginning a turn until it is stored")
        self._answer_time = self._histogram("answer_seconds", "From taking a message in until its reply is there")

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(f"bpo_bot_{name}", about, labels, registry=self.registry)

    def _histogram(self, name: str, about: str) -> Histogram:
        return Histogram(f"bpo_bot_{name}", about, ("channel",), registry=self.registry, buckets=BUCKETS)

    def measured(self, work: Work) -> Work:
        """The work on a message, counted, timed and logged."""

        async def watched(claim: Claim) -> Reply:
            if claim.attempt > 1:
                self._taken_over.inc()
            channel, outcome, begun = claim.message.channel, FAILED, time.perf_counter()
            why: dict[str, str] = {}
            journal.add(conversation=journal.named(claim.message.conversation), channel=channel, number=claim.number)
            try:
                replies = await work(claim)
                kinds = [str(reply.get("metadata", {}).get("kind")) for reply in replies]
                outcome = kinds[0] if kinds else "silent"
                for each in kinds:
                    self._replies.labels(channel, each).inc()
                return replies
            except LeaseLost:
                outcome = LOST
                raise
            except Exception as error:
                cause = cause_of(error)
                why = {"error": kind(cause), "said": said(cause)}
                raise
            finally:
                self._turns.labels(channel, outcome).inc()
                seconds = time.perf_counter() - begun
                self._turn_time.labels(channel).observe(seconds)
                about = {"outcome": outcome, "duration": round(seconds, 4), "attempt": claim.attempt, **why}
                logger.info("turn", extra={"about": about})

        return watched

    @contextmanager
    def answering(self, channel: str) -> Iterator[None]:
        """Time what a visitor waits for."""
        with self._answer_time.labels(channel).time():
            yield

    def understood(self, intent: str) -> None:
        """Count what a message was taken for."""
        self._intents.labels(intent).inc()

    def failed(self, what: str, error: str) -> None:
        """Count a failure: what failed, and the class of the error."""
        self._errors.labels(what, error).inc()

    def responded(self, method: str, route: str, status: int) -> None:
        """Count a response; `route` with the names of its parameters, not with their values."""
        self._responses.labels(method if method in METHODS else "other", route, str(status)).inc()

    def delivered(self, queue: str, outcome: str) -> None:
        """Count what became of a delivery."""
        self._deliveries.labels(queue, outcome).inc()
