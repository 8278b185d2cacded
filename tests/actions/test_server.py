"""`python -m actions` speaks Rasa's protocol of action servers, to this machine only."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a database without tables' rows."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = f"sqlite:///{tmp_path_factory.mktemp('actions') / 'bot.db'}"
    server = subprocess.Popen(
        [sys.executable, "-m", "actions", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "BPO_BOT_DATABASE_URL": database},
        stderr=subprocess.DEVNULL,
    )
    url, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 60
    while True:
        try:
            requests.get(f"{url}/health", timeout=5)
            break
        except requests.ConnectionError:
            assert server.poll() is None and time.monotonic() < deadline
            time.sleep(0.1)
    yield url
    server.terminate()
    assert server.wait(20) == 0


def call(name: str, **tracker: Any) -> dict[str, Any]:
    empty = {"sender_id": "a", "slots": {}, "latest_message": {}, "events": [], "paused": False, "active_loop": {}}
    return {"next_action": name, "sender_id": "a", "tracker": {**empty, **tracker}}


def test_it_says_that_it_lives(url: str) -> None:
    assert requests.get(f"{url}/health", timeout=5).json() == {"status": "ok"}


def test_an_action_runs_and_replies(url: str) -> None:
    answer = requests.post(f"{url}/webhook", json=call("action_fall_back"), timeout=20)
    assert answer.ok and answer.json()["responses"][0]["metadata"]["kind"] == "fallback"


def test_an_action_that_is_not_there_is_not_found(url: str) -> None:
    answer = requests.post(f"{url}/webhook", json=call("action_nonsense"), timeout=20)
    assert answer.status_code == 404 and answer.json()["action_name"] == "action_nonsense"


def test_a_failure_does_not_repeat_the_call(url: str) -> None:
    broken = call("action_fall_back", latest_message={"text": "my secret", "intent": "no object"})
    answer = requests.post(f"{url}/webhook", json=broken, timeout=20)
    assert answer.status_code == 500 and answer.json() == {"error": "AttributeError"}


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]"])
def test_what_is_no_call_is_refused(url: str, body: bytes) -> None:
    answer = requests.post(f"{url}/webhook", data=body, timeout=20)
    assert answer.status_code >= 400 and "Traceback" not in answer.text


def test_only_this_machine_and_no_page_of_another_origin_gets_at_it(url: str) -> None:
    answer = requests.get(f"{url}/health", headers={"Origin": "https://elsewhere.example"}, timeout=5)
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
    with pytest.raises(requests.ConnectionError):  # bound to every interface it would answer there
        requests.get(url.replace("127.0.0.1", "127.0.0.2") + "/health", timeout=5)
