"""Who sends too much is told when to go on; nobody else is."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any

import pytest
import requests
from rasa.core.channels.channel import register
from sanic import Sanic

from bot.allowance import Allowance
from bot.channels.door import Door
from bot.channels.rates import Rate, Rates, Standing, TooMany
from bot.channels.rest import RestChannel


def test_a_conversation_has_a_rate_of_its_own() -> None:
    rates = Rates(Allowance(100, "minute"), Allowance(2, "minute"))
    assert [rates.count("conversation", "a").left for _ in range(2)] == [1, 0]
    with pytest.raises(TooMany, match="conversation sent more than 2/minute") as refused:
        rates.count("conversation", "a")
    assert 1 <= refused.value.standing.reset <= 60
    rates.count("conversation", "b")


def test_a_client_has_a_rate_of_its_own() -> None:
    rates = Rates(Allowance(3, "minute"), Allowance(2, "minute"))
    for _ in range(3):
        rates.count("client", "here")
    with pytest.raises(TooMany, match="client"):
        rates.count("client", "here")
    rates.count("client", "there")


def test_a_new_window_begins_anew_and_forgets_the_old_one() -> None:
    now = 1000.0
    rate = Rate(Allowance(2, "minute"), lambda: now)
    assert [rate.count("a") for _ in range(3)] == [Standing(2, left, 20) for left in (1, 0, -1)]  # it began at 960
    assert rate.count("b") == Standing(2, 1, 20)
    now = 1020.0
    assert rate.count("a") == Standing(2, 1, 60) and rate._counts == {"a": 1}


def test_how_a_client_stands_is_told_in_the_fields_of_the_draft() -> None:
    told = {"RateLimit-Limit": "60", "RateLimit-Remaining": "3", "RateLimit-Reset": "20"}
    assert Standing(60, 3, 20).headers() == told
    assert Standing(60, -5, 20).headers() == told | {"RateLimit-Remaining": "0"}


def test_a_channel_answers_429(agent: Any) -> None:
    """On a real server."""
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/webhooks/rest/webhook"
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    def run() -> None:
        asyncio.set_event_loop(loop)
        app = Sanic("rates-under-test", configure_logging=False)
        app.ctx.agent = agent
        door = Door(lambda: None, Rates(Allowance(100, "minute"), Allowance(2, "minute")))
        register([RestChannel(door)], app, route="/webhooks/")
        server = loop.run_until_complete(app.create_server(sock=listening, return_asyncio_server=True))
        loop.run_until_complete(server.startup())
        ready.set()
        loop.run_forever()

    threading.Thread(target=run, daemon=True).start()
    assert ready.wait(20)
    answers = [requests.post(url, json={"sender": "a", "message": str(n)}, timeout=10) for n in range(3)]
    loop.call_soon_threadsafe(loop.stop)
    Sanic._app_registry.pop("rates-under-test")
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Content-Type"] == "application/problem+json"
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60 and "2/minute" in answers[2].json()["detail"]
    assert [answer.headers["RateLimit-Limit"] for answer in answers] == ["2"] * 3  # the nearer of both rates
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert answers[2].headers["RateLimit-Reset"] == answers[2].headers["Retry-After"]
    assert len(agent.heard) == 2


@pytest.fixture
def agent() -> Any:
    from tests.channels.conftest import Agent

    return Agent()
