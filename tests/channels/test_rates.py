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

from bot.channels.rates import Rate, Rates, TooMany
from bot.channels.rest import RestChannel


def test_a_conversation_has_a_rate_of_its_own() -> None:
    rates = Rates("100/minute", "2/minute")
    for _ in range(2):
        rates.count(client="here", conversation="a")
    with pytest.raises(TooMany, match="conversation sent more than 2/minute") as refused:
        rates.count(client="here", conversation="a")
    assert 1 <= refused.value.seconds <= 60
    rates.count(client="here", conversation="b")


def test_a_client_does_not_get_round_it_with_more_conversations() -> None:
    rates = Rates("3/minute", "2/minute")
    for name in "abc":
        rates.count(client="here", conversation=name)
    with pytest.raises(TooMany, match="client"):
        rates.count(client="here", conversation="d")
    rates.count(client="there", conversation="d")


def test_a_new_window_begins_anew_and_forgets_the_old_one() -> None:
    now = 1000.0
    rate = Rate("2/minute", lambda: now)
    assert [rate.wait("a") for _ in range(3)] == [0, 0, 20]  # a window began at 960
    assert rate.wait("b") == 0
    now = 1020.0
    assert rate.wait("a") == 0 and rate._counts == {"a": 1}


@pytest.mark.parametrize("written", ["", "60", "0/minute", "-1/minute", "many/minute", "60/fortnight", "1.5/second"])
def test_what_is_no_rate_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="such as 60/minute"):
        Rate(written)


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
        register([RestChannel(Rates("100/minute", "2/minute"))], app, route="/webhooks/")
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
    assert len(agent.heard) == 2


@pytest.fixture
def agent() -> Any:
    from tests.channels.conftest import Agent

    return Agent()
