"""The application on a real server, before an agent by hand: every failure says what happened, and to nobody else."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import requests
import sqlalchemy as sa
from sanic import Sanic
from sanic.exceptions import ServerError

from bot.server.agent import NotReady
from bot.server.app import MAX_BODY, build_app
from bot.server.dispatcher import WAIT
from bot.server.processor import ActionFailed
from bot.settings import Settings
from bot.storage import Repository, connect
from tests.server.serving import Agent, Server

GOOD = {"sender": "visitor@example.com", "message": "my secret"}
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def server(running: Server) -> Server:
    running.agent.failure = None
    return running


def failure_in_the_database(sqlite_url: str) -> Exception:
    engine = connect(sqlite_url)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE unanswered_questions"))
    try:
        Repository(engine).record_unanswered(GOOD["sender"], "message-1", GOOD["message"], "unclear", None, None)
    except sa.exc.SQLAlchemyError as error:
        return error
    raise AssertionError


def failing_action(cause: Exception) -> ActionFailed:
    failed = ActionFailed("action_fall_back")
    failed.__cause__ = cause
    return failed


def test_a_message_is_answered(server: Server) -> None:
    response = server.post(GOOD)
    assert response.status_code == 200 and response.json()[0]["text"] == GOOD["message"]


@pytest.mark.parametrize("kind", ["any", "action", "database", "sanic"])
def test_a_failed_turn_can_be_sent_again_and_its_log_names_no_visitor(
    server: Server, sqlite_url: str, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    said = f"cannot read {GOOD['message']!r} of {GOOD['sender']}"
    server.agent.failure = {
        "any": lambda: ValueError(said),
        "action": lambda: failing_action(KeyError(said)),
        "database": lambda: failing_action(failure_in_the_database(sqlite_url)),
        "sanic": lambda: ServerError(said),
    }[kind]()
    with caplog.at_level(logging.DEBUG, "bot.server"):
        response = server.post(GOOD, headers={"X-Request-Id": "try-7"})
    [record] = [record for record in caplog.records if record.name == "bot.server"]
    line = logging.Formatter().format(record)
    assert response.headers["content-type"] == PROBLEM and response.headers["X-Request-Id"] == "try-7"
    assert GOOD["message"] not in line and GOOD["sender"] not in line
    assert "request=try-7" in line and "path=/webhooks/rest/webhook" in line and "Traceback" in line
    if kind != "sanic":
        assert response.status_code == 503 and response.headers["Retry-After"]
        error = {"any": "ValueError", "action": "KeyError", "database": "OperationalError"}[kind]
        assert f"error={error}" in line and "conversation=" in line and "conversation=-" not in line


def test_a_token_is_not_in_the_log(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "bot.server"):
        response = requests.get(f"{server.url}/recommendations/my-token", timeout=10)  # this agent has no database
    assert response.status_code == 503
    assert "path=/recommendations/<name" in caplog.text and "my-token" not in caplog.text


def test_without_a_model_a_message_can_be_sent_again(server: Server) -> None:
    server.agent.failure = NotReady("no model is loaded")
    response = server.post(GOOD)
    assert response.status_code == 503 and response.headers["Retry-After"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 5000,
        b"[" * 5000 + b"]" * 5000,
        b'{"sender": "a", "message": "b", "metadata": {"a": ' + b"[" * 900 + b"]" * 900 + b"}}",
        b'{"sender": "a", "message": "b", "metadata": {"a": ' + b"[" * 5000 + b"]" * 5000 + b"}}",
        b'{"sender": "a", "message": "b", "metadata": {"a": ' + b"1" * 5000 + b"}}",
        b'{"sender": "a", "message": "\\u0000"}',
    ],
    ids=["nothing", "half", "other bytes", "open", "deep", "metadata", "deep metadata", "long number", "nul"],
)
def test_what_is_no_message_is_the_clients_error(server: Server, body: bytes) -> None:
    response = server.post_raw(body)
    assert response.status_code == 400 and response.json()["status"] == 400
    assert response.headers["content-type"] == PROBLEM and response.headers["X-Request-Id"]


def test_half_an_emoji_is_mended(server: Server) -> None:
    response = server.post_raw(b'{"sender": "a", "message": "bpo \\ud83d"}')
    assert response.status_code == 200 and response.json()[0]["text"] == "bpo ?"


def test_what_is_too_big_is_the_clients_error(server: Server) -> None:
    response = server.post_raw(b"x" * (MAX_BODY + 1))
    assert response.status_code == 413 and response.headers["content-type"] == PROBLEM


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/no", 404), ("DELETE", "/healthz", 405)])
def test_what_is_not_there_is_the_clients_error(server: Server, method: str, path: str, status: int) -> None:
    response = requests.request(method, server.url + path, timeout=10)
    assert response.status_code == status and response.headers["content-type"] == PROBLEM


@pytest.mark.parametrize("given", ["a-b.c_1", "0b7cf1a6-7bb1-4b0c-a4d8-9f0b2c9a7f10"])
def test_a_request_keeps_the_id_it_has(server: Server, given: str) -> None:
    response = requests.get(f"{server.url}/healthz", headers={"X-Request-Id": given}, timeout=10)
    assert response.headers["X-Request-Id"] == given


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", 'error="none"'])
def test_an_id_that_could_disturb_the_log_is_replaced(server: Server, given: str) -> None:
    ids = set()
    for _ in range(2):
        response = requests.get(f"{server.url}/healthz", headers={"X-Request-Id": given}, timeout=10)
        ids.add(response.headers["X-Request-Id"])
    assert len(ids) == 2 and given not in ids


def test_the_server_waits_for_an_answer_as_long_as_one_may_take() -> None:
    app = build_app(Settings(action_timeout=300.0), lambda: Agent())
    Sanic._app_registry.pop(app.name)
    assert app.config.RESPONSE_TIMEOUT > WAIT + 300
