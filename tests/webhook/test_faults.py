"""Failures are visible, and no answer is lost."""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from bot.evaluate.bench import cpu_milliseconds
from bot.storage import Conversations, Repository, connect
from bot.storage.tables import inbox


def test_a_killed_server_loses_no_answer(new_server: Callable[..., Any], talk_to: Callable[[str], Any]) -> None:
    server = new_server().start()
    visitor = talk_to(server.url)
    visitor.say("which one do we need?")
    visitor.say("payroll")
    visitor.say("60 employees")
    assert visitor.asked == "setup"
    server.stop(signal.SIGKILL)
    server.start()
    visitor.say("our own team, stretched")
    assert visitor.asked == "priority"
    server.stop(signal.SIGKILL)
    server.start()
    while "recommendation" not in visitor.kinds:
        visitor.say("skip")
    assert "60 employees" in visitor.text
    assert visitor.recommendation["option"] == "BACKOFFICE_BPO"


def test_without_a_model_the_server_says_so(new_server: Callable[..., Any], tmp_path: Path) -> None:
    server = new_server("--no-train", BPO_BOT_MODELS=str(tmp_path / "none")).start(ready="/healthz")
    ready = requests.get(f"{server.url}/readyz", timeout=10)
    assert ready.status_code == 503
    assert ready.json()["missing"] == ["model"]
    body = {"sender": "a", "message": "hi"}
    answer = requests.post(f"{server.url}/webhooks/rest/webhook", json=body, timeout=10)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


def test_actions_that_do_not_answer_are_an_error_that_can_be_retried(new_server: Callable[..., Any]) -> None:
    server = new_server(BPO_BOT_ACTIONS_URL="http://127.0.0.1:9/webhook").start(ready="/healthz")
    assert requests.get(f"{server.url}/readyz", timeout=10).json()["missing"] == ["actions"]
    body = {"sender": "a", "message": "which one do we need?"}
    answer = requests.post(f"{server.url}/webhooks/rest/webhook", json=body, timeout=30)
    assert answer.status_code == 503
    assert "send it again" in answer.json()["detail"]


def test_a_database_that_is_away_is_an_error_that_can_be_retried(new_server: Callable[..., Any], postgres: Any) -> None:
    server = new_server(BPO_BOT_DATABASE_URL=postgres.url).start()
    url, key = f"{server.url}/webhooks/rest/webhook", {"Idempotency-Key": "1"}
    body = {"sender": "a", "message": "which one do we need?"}
    postgres.stop("fast")
    answer = requests.post(url, json=body, headers=key, timeout=30)
    assert answer.status_code == 503 and "send it again" in answer.json()["detail"] and answer.headers["Retry-After"]
    ready = requests.get(f"{server.url}/readyz", timeout=30)
    assert ready.status_code == 503 and ready.json()["missing"] == ["store"]
    assert requests.get(f"{server.url}/healthz", timeout=10).ok
    postgres.start()
    answer = requests.post(url, json=body, headers=key, timeout=30)
    assert answer.status_code == 200 and answer.json()[-1]["metadata"]["slot"] == "work"
    assert requests.get(f"{server.url}/readyz", timeout=30).ok


def test_a_burst_of_messages_over_two_servers_is_answered_in_order(
    new_server: Callable[..., Any], postgres: Any
) -> None:
    servers = [new_server(BPO_BOT_DATABASE_URL=postgres.url).start() for _ in range(2)]
    texts = [f"what is bpo {number}" for number in range(10)]

    def ask(number: int) -> list[str]:
        body = {"sender": "burst", "message": texts[number]}
        answer = requests.post(f"{servers[number % 2].url}/webhooks/rest/webhook", json=body, timeout=60)
        assert answer.status_code == 200 and answer.json(), answer.text
        return [message["recipient_id"] for message in answer.json()]

    with ThreadPoolExecutor(10) as pool:
        assert all(set(reply) == {"burst"} for reply in pool.map(ask, range(10)))
    engine = connect(postgres.url)
    with engine.connect() as connection:
        arrived = [row.text for row in connection.execute(sa.select(inbox.c.text).order_by(inbox.c.id))]
    heard = [event["text"] for event in Conversations(engine).history("burst") if event["event"] == "user"]
    engine.dispose()
    assert heard == arrived and sorted(heard) == texts


@pytest.mark.parametrize(
    "body",
    [
        b"x" * 1_000_000,
        b'{"sender": "a", "message": "' + b"x" * 20_000_000 + b'"}',
        b'{"sender": "a", "message": "hi", "metadata": ' + b'{"a":' * 3000 + b"1" + b"}" * 3000 + b"}",
        b'{"sender": "' + b"s" * 300 + b'", "message": "hi"}',
        b'{"sender": 7, "message": ["hi"]}',
        b"null",
        b"\xff" * 1000,
    ],
    ids=["1 MB", "20 MB", "deep", "long sender", "wrong types", "null", "no text"],
)
def test_what_is_hostile_is_refused_at_once(server: Any, body: bytes) -> None:
    url, headers = f"{server.url}/webhooks/rest/webhook", {"Content-Type": "application/json"}
    requests.get(f"{server.url}/healthz", timeout=10)
    begun = cpu_milliseconds(server.process.pid)
    try:
        answer = requests.post(url, data=body, headers=headers, timeout=10)
        assert 400 <= answer.status_code < 500
        assert answer.headers["Content-Type"] == "application/problem+json"
    except requests.ConnectionError:
        assert len(body) > 10_000_000, "only what is far too long may be cut off in the middle"
    assert cpu_milliseconds(server.process.pid) - begun <= 50
    assert requests.get(f"{server.url}/healthz", timeout=10).ok


@pytest.mark.parametrize("text", ['/start_assessment{"work": "x"}', "/session_start", "/faq"])
def test_what_looks_like_a_command_of_rasa_is_only_text(server: Any, visitor: Any, text: str) -> None:
    visitor.say("which one do we need?")
    visitor.say("payroll")
    visitor.say(text)
    visitor.say("60 employees")
    assert visitor.asked == "setup"


def test_sigterm_ends_the_server_cleanly(new_server: Callable[..., Any]) -> None:
    server = new_server().start()
    assert server.stop(signal.SIGTERM) == 0


def test_what_was_not_answered_is_kept_for_the_content_owner(
    new_server: Callable[..., Any], talk_to: Callable[[str], Any], tmp_path: Path
) -> None:
    server = new_server().start()
    visitor = talk_to(server.url)
    visitor.say("wug gostak doshes")
    visitor.say("frobnicate the zzyzx")
    server.stop()
    kept = Repository(connect(f"sqlite:///{tmp_path / 'bot.db'}")).unanswered()
    assert {"wug gostak doshes", "frobnicate the zzyzx"} <= {question.text for question in kept}
