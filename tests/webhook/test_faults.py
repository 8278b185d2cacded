"""Failures are visible, and no answer is lost."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from bot.storage import Repository, connect


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
