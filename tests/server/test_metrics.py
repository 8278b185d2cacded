"""What is counted of turns, whatever becomes of them, and what counting costs."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
import requests
from prometheus_client import generate_latest

from bot.server.metrics import Metrics
from bot.storage import Claim, LeaseLost, Message
from tests.server.serving import Agent, Server

CHEAP = 0.0001  # seconds of CPU


def claim(attempt: int = 1) -> Claim:
    return Claim(1, Message("rest", "visitor@example.com", "1", "my secret"), "me", attempt)


def replying(*kinds: str) -> Any:
    async def work(claim: Claim) -> Any:
        return [{"text": "my secret", "metadata": {"kind": kind}} for kind in kinds]

    return work


def value(metrics: Metrics, name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(f"bpo_bot_{name}", labels) or 0.0


async def test_a_turn_counts_by_its_first_reply_and_each_reply_by_its_kind() -> None:
    metrics = Metrics()
    assert len(await metrics.measured(replying("answer", "question"))(claim())) == 2
    assert value(metrics, "turns_total", channel="rest", outcome="answer") == 1
    assert value(metrics, "replies_total", channel="rest", kind="answer") == 1
    assert value(metrics, "replies_total", channel="rest", kind="question") == 1
    assert value(metrics, "turn_seconds_count", channel="rest") == 1
    assert value(metrics, "taken_over_total") == 0


async def test_a_turn_without_a_reply_counts_as_silent() -> None:
    metrics = Metrics()
    await metrics.measured(replying())(claim())
    assert value(metrics, "turns_total", channel="rest", outcome="silent") == 1


@pytest.mark.parametrize(("error", "outcome"), [(ValueError("my secret"), "failed"), (LeaseLost("lost"), "lost")])
async def test_a_turn_that_ends_otherwise_counts_and_still_raises(error: Exception, outcome: str) -> None:
    async def work(claim: Claim) -> Any:
        raise error

    metrics = Metrics()
    with pytest.raises(type(error)):
        await metrics.measured(work)(claim(attempt=2))
    assert value(metrics, "turns_total", channel="rest", outcome=outcome) == 1
    assert value(metrics, "turn_seconds_count", channel="rest") == 1
    assert value(metrics, "taken_over_total") == 1


async def test_nothing_of_a_visitor_is_in_it() -> None:
    metrics = Metrics()
    await metrics.measured(replying("answer"))(claim())
    shown = generate_latest(metrics.registry).decode()
    assert "bpo_bot_turns_total" in shown and "secret" not in shown and "visitor@" not in shown


def test_responses_and_failures_count_and_no_client_makes_up_a_label() -> None:
    agent = Agent()
    server = Server(agent)
    try:
        for method in ("GET", "BREW", "GET"):
            requests.request(method, f"{server.url}/nothing/visitor@example.com", timeout=10)
        agent.failure = ValueError("my secret")
        assert server.post({"sender": "visitor@example.com", "message": "my secret"}).status_code == 503
    finally:
        server.stop()
    count = agent.metrics
    assert value(count, "responses_total", method="GET", route="none", status="404") == 2
    assert value(count, "responses_total", method="POST", route="/webhooks/rest/webhook", status="503") == 1
    assert value(count, "errors_total", what="turn", error="ValueError") == 1
    shown = generate_latest(count.registry).decode()
    assert "BREW" not in shown and "secret" not in shown and "visitor@" not in shown


def test_counting_a_turn_costs_next_to_nothing() -> None:
    metrics, plain = Metrics(), replying("answer", "question")
    measured = metrics.measured(plain)

    async def counted(one: Claim) -> None:
        with metrics.answering("rest"):
            await measured(one)
        metrics.understood("faq")
        metrics.responded("POST", "/webhooks/rest/webhook", 200)

    async def spent(work: Any, times: int = 2000) -> float:
        one, begun = claim(), time.thread_time()
        for _ in range(times):
            await work(one)
        return (time.thread_time() - begun) / times

    least = min(asyncio.run(spent(counted)) - asyncio.run(spent(plain)) for _ in range(5))
    print(f"{1e6 * least:.1f} microseconds of CPU a turn")  # noqa: T201
    assert least < CHEAP
