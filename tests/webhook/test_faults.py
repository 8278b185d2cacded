"""Failures are visible, and no answer is lost."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from bot.evaluate.served import cpu_milliseconds
from bot.storage import Repository
from bot.storage.tables import inbox
from tests.webhook.action_server import ActionServer
from tests.webhook.kept import heard, opened
from tests.webhook.test_action_faults import is_retryable

ROOT = Path(__file__).parents[2]
CPU = 50  # milliseconds


def test_without_a_model_the_server_says_so(new_server: Callable[..., Any], tmp_path: Path) -> None:
    server = new_server("--no-train", BPO_BOT_MODELS=str(tmp_path / "none")).start(ready="/healthz")
    ready = requests.get(f"{server.url}/readyz", timeout=10)
    assert ready.status_code == 503
    assert ready.json()["missing"] == ["model"]
    body = {"sender": "a", "message": "hi"}
    answer = requests.post(f"{server.url}/webhooks/rest/webhook", json=body, timeout=10)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


def test_a_database_that_goes_away_in_mid_turn_loses_nothing(
    new_server: Callable[..., Any], postgres: Any, talk_to: Callable[[str], Any]
) -> None:
    actions = ActionServer(postgres.url)
    server = new_server(BPO_BOT_DATABASE_URL=postgres.url, BPO_BOT_ACTIONS_URL=actions.url).start()
    visitor = talk_to(server.url)
    visitor.say("which one do we need?")
    visitor.say("payroll")
    with ThreadPoolExecutor(1) as pool, actions.held(visitor.sender) as held:
        waiting = pool.submit(visitor.send, "60 employees", key="3")
        assert held.ran.wait(5)
        postgres.stop("fast")
    assert is_retryable(waiting.result())
    assert is_retryable(visitor.send("our own team, stretched", key="4"))
    ready = requests.get(f"{server.url}/readyz", timeout=30)
    assert ready.status_code == 503 and ready.json()["missing"] == ["store"]
    assert requests.get(f"{server.url}/healthz", timeout=10).ok
    postgres.start()
    visitor.say("what is AHT?")
    assert visitor.answered == ["what_is_aht"] and visitor.asked == "setup"
    visitor.say("60 employees", key="3")
    assert visitor.asked == "setup"
    visitor.say("our own team, stretched", key="4")
    assert visitor.asked == "priority"
    said = ["which one do we need?", "payroll", "60 employees", "what is AHT?", "our own team, stretched"]
    assert heard(postgres.url, visitor.sender) == said
    assert requests.get(f"{server.url}/readyz", timeout=30).ok
    actions.close()


def test_two_servers_answer_a_burst_in_order_and_one_message_once(
    new_server: Callable[..., Any], postgres: Any, talk_to: Callable[[str], Any]
) -> None:
    workers = {"SANIC_WORKERS": "2"}  # Rasa's; here a server is one process, whatever it says
    servers = [new_server(BPO_BOT_DATABASE_URL=postgres.url, **workers) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        urls = [server.url for server in pool.map(lambda server: server.start(), servers)]
    visitors = [talk_to(url) for url in urls]
    visitors[1].sender = visitors[0].sender
    texts = [f"what is bpo {number}" for number in range(10)]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda number: visitors[number % 2].send(texts[number]), range(10)))
    assert all(answer.status_code == 200 and answer.json() for answer in answers)
    assert {message["recipient_id"] for answer in answers for message in answer.json()} == {visitors[0].sender}
    with opened(postgres.url) as engine, engine.connect() as connection:
        arrived = [row.text for row in connection.execute(sa.select(inbox.c.text).order_by(inbox.c.id))]
    assert heard(postgres.url, visitors[0].sender) == arrived and sorted(arrived) == texts
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda number: visitors[number % 2].send("what is kpo", key="1"), range(6)))
    assert all(answer.status_code == 200 and answer.json() == answers[0].json() for answer in answers)
    assert heard(postgres.url, visitors[0].sender) == [*arrived, "what is kpo"]


@pytest.mark.parametrize(
    "body",
    [
        b"x" * 100_000,
        b"x" * 1_000_000,
        b'{"sender": "a", "message": "' + b"x" * 20_000_000 + b'"}',
        b'{"sender": "a", "message": "hi", "metadata": ' + b'{"a":' * 3000 + b"1" + b"}" * 3000 + b"}",
        b"[" * 16_000,
        b'{"sender": "' + b"s" * 300 + b'", "message": "hi"}',
        b'{"sender": 7, "message": ["hi"]}',
        b'{"sender": {"a": 1}, "message": "hi"}',
        b'{"sender": "test-\\u0000", "message": "hi"}',
        b'{"sender": "test-\\ud83d", "message": "hi"}',
        b'{"sender": "a", "message": "hi", "metadata": "x"}',
        b"null",
        b"[]",
        b"",
        b"\xff" * 1000,
    ],
    ids=[
        *("100 KB", "1 MB", "20 MB", "deep metadata", "deep", "long sender", "wrong types", "sender an object"),
        *("sender with NUL", "sender half a pair", "metadata a string", "null", "array", "nothing", "no text"),
    ],
)
@pytest.mark.parametrize("query", ["", "?stream=true"])
def test_what_is_hostile_is_refused_at_once(server: Any, body: bytes, query: str) -> None:
    url, headers = f"{server.url}/webhooks/rest/webhook{query}", {"Content-Type": "application/json"}
    requests.get(f"{server.url}/healthz", timeout=10)
    begun = cpu_milliseconds(server.process.pid)
    try:
        answer = requests.post(url, data=body, headers=headers, timeout=10)
        assert 400 <= answer.status_code < 500
        assert answer.headers["Content-Type"] == "application/problem+json"
    except requests.ConnectionError:
        assert len(body) > 10_000_000, "only what is far too long may be cut off in the middle"
    assert cpu_milliseconds(server.process.pid) - begun <= CPU
    assert requests.get(f"{server.url}/healthz", timeout=10).ok


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        *((text, "setup") for text in ('/start_assessment{"work": "x"}', '/inform{"work": "x"}', "/faq", "/")),
        ("/session_start", "setup"),
        ("/restart", "setup"),  # the word: asked whether to start over, the visitor goes on, and nothing is forgotten
    ],
)
def test_what_looks_like_a_command_of_rasa_is_only_text_and_costs_no_more(
    server: Any, visitor: Any, text: str, asked: str
) -> None:
    metadata = {"profile": {"work": ["payroll"]}, "requested_slot": "home", "session_started_metadata": {"a": 1}}
    said = [text, "which one do we need?", "payroll", text, "60 employees"]
    for place, each in enumerate(said):
        begun = cpu_milliseconds(server.process.pid)
        visitor.say(each, metadata=metadata if each == text else {})
        if each == text and place > 0:  # the first may be the first of the server, which reads some files
            assert cpu_milliseconds(server.process.pid) - begun <= CPU
    assert visitor.asked == asked
    assert len(heard(server.database_url, visitor.sender)) == len(said)


@pytest.mark.parametrize(
    "forge", [str.upper, "{} ".format, " {}".format, "{}\n".format, "{}\u200b".format, "{}%00".format]
)
def test_a_sender_that_only_looks_like_another_is_another_conversation(
    visitor: Any, talk_to: Callable[[str], Any], forge: Callable[[str], str]
) -> None:
    visitor.say("which one do we need?", key="1")
    forger = talk_to(visitor.url)
    forger.sender = forge(visitor.sender)
    assert forger.send("which one do we need?", key="1").json() != visitor.replies
    forger.say("start over")
    forger.say("/restart")
    visitor.say("payroll")
    assert visitor.asked == "volume"


@pytest.mark.parametrize("stream", ["?stream=true", "?stream=false", "?token=x"])
def test_a_query_changes_nothing(visitor: Any, stream: str) -> None:
    body = {"sender": visitor.sender, "message": "what is bpo"}
    answer = requests.post(f"{visitor.url}/webhooks/rest/webhook{stream}", json=body, timeout=10)
    assert answer.json()[0]["metadata"]["faq"] == "what_is_bpo"


@pytest.mark.parametrize(
    "path",
    [
        *("/conversations/{}/tracker", "/conversations/{}/tracker/events", "/conversations/{}/execute"),
        *("/conversations/{}/trigger_intent", "/model", "/model/parse", "/domain", "/status", "/socket.io/"),
        *("/webhooks/socketio/webhook", "/webhooks/callback/webhook"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_rasas_http_api_and_its_other_channels_are_not_there(visitor: Any, method: str, path: str) -> None:
    url = visitor.url + path.format(visitor.sender)
    answer = requests.request(method, url, params={"token": "x"}, json={"name": "/restart"}, timeout=10)
    assert answer.status_code == 404 and answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["POST", "OPTIONS"])
def test_no_page_of_another_origin_may_read_an_answer(visitor: Any, method: str) -> None:
    headers = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    body = {"sender": visitor.sender, "message": "what is bpo"}
    url = f"{visitor.url}/webhooks/rest/webhook"
    answer = requests.request(method, url, json=body, headers=headers, timeout=10)
    assert answer.ok is (method == "POST")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_what_was_not_answered_is_kept_for_the_content_owner(server: Any, visitor: Any) -> None:
    texts = {"wug gostak doshes", "frobnicate the zzyzx"}
    for text in texts:
        visitor.say(text)
    with opened(server.database_url) as engine:
        kept = {one.text for one in Repository(engine).unanswered() if one.conversation == visitor.sender}
    assert kept == texts


def test_a_port_that_is_taken_is_said_at_once(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        environment = {**os.environ, "BPO_BOT_PORT": port, "BPO_BOT_DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}"}
        command = [sys.executable, "-m", "bot.server"]
        ended = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"127.0.0.1:{port} is taken") and "BPO_BOT_PORT" in ended.stderr
