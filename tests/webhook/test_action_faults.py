"""Actions are slow, fail, or are cut off: nobody else waits, nothing is lost, nothing happens twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

import pytest
import requests

from bot.storage.inbox import MOST_WAITING
from tests.webhook.action_server import ActionServer
from tests.webhook.kept import effects, heard, states, until_arrived

LEASE = 15  # seconds, bot/server/composition.py


def is_retryable(response: requests.Response) -> bool:
    problem = response.headers["Content-Type"] == "application/problem+json" and response.headers["Retry-After"]
    return response.status_code == 503 and bool(problem) and "send it again" in response.json()["detail"]


def test_a_slow_action_of_one_conversation_holds_up_no_other(
    remote: Any, action_server: ActionServer, talk_to: Callable[[str], Any]
) -> None:
    slow, other = talk_to(remote.url), talk_to(remote.url)
    texts = ("which one do we need?", "payroll", "60 employees")
    with ThreadPoolExecutor(3) as pool, action_server.held(slow.sender) as held:
        waiting = []
        for text in texts:
            waiting.append(pool.submit(slow.send, text))
            until_arrived(remote.database_url, slow.sender, len(waiting))
        assert held.ran.wait(5)
        for text in texts:
            other.say(text)
        assert other.asked == "setup"
        assert not any(one.done() for one in waiting)
    asked = [one.result().json()[-1]["metadata"]["slot"] for one in waiting]
    assert asked == ["work", "volume", "setup"] and heard(remote.database_url, slow.sender) == list(texts)


def test_a_conversation_in_which_too_many_messages_wait_is_told_to_wait(
    remote: Any, action_server: ActionServer, talk_to: Callable[[str], Any]
) -> None:
    visitor = talk_to(remote.url)
    texts = ["which one do we need?", *(f"what is bpo {number}" for number in range(1, MOST_WAITING))]
    with ThreadPoolExecutor(MOST_WAITING) as pool, action_server.held(visitor.sender):
        waiting = []
        for text in texts:
            waiting.append(pool.submit(visitor.send, text))
            until_arrived(remote.database_url, visitor.sender, len(waiting))
        refused = visitor.send("one too many")
        talk_to(remote.url).say("what is bpo")
    assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 0
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert all(one.result().status_code == 200 for one in waiting)
    assert heard(remote.database_url, visitor.sender) == texts


@contextmanager
def away(server: ActionServer, _sender: str) -> Iterator[None]:
    server.stop()
    try:
        yield
    finally:
        server.start()


def raising(server: ActionServer, sender: str) -> AbstractContextManager[None]:
    def trouble(run: Callable[[], Any]) -> Any:
        raise ZeroDivisionError

    return server.trouble(sender, trouble)


def dying(server: ActionServer, sender: str) -> AbstractContextManager[None]:
    def trouble(run: Callable[[], Any]) -> Any:
        run()
        raise ConnectionAbortedError

    return server.trouble(sender, trouble)


def endless(server: ActionServer, sender: str) -> AbstractContextManager[Any]:
    return server.held(sender)


@pytest.mark.parametrize("trouble", [away, raising, dying, endless])
def test_an_action_that_fails_can_be_tried_again_and_takes_no_answer(
    remote: Any, action_server: ActionServer, talk_to: Callable[[str], Any], trouble: Callable[..., Any]
) -> None:
    visitor = talk_to(remote.url)
    visitor.say("which one do we need?")
    visitor.say("payroll")
    with trouble(action_server, visitor.sender):
        failed = visitor.send("60 employees", key="3")
        ready = requests.get(f"{remote.url}/readyz", timeout=10)
    assert is_retryable(failed)
    assert ready.json().get("missing") == (["actions"] if trouble is away else None)
    assert heard(remote.database_url, visitor.sender) == ["which one do we need?", "payroll"]
    visitor.say("hello")
    assert visitor.kinds[0] == "smalltalk" and visitor.asked == "volume"
    again = visitor.say("60 employees", key="3")
    assert visitor.asked == "setup" and visitor.say("60 employees", key="3") == again
    assert heard(remote.database_url, visitor.sender)[2:] == ["hello", "60 employees"]


def test_a_server_that_is_told_to_stop_finishes_what_it_began(
    remote: Any, action_server: ActionServer, talk_to: Callable[[str], Any]
) -> None:
    visitor = talk_to(remote.url)
    with ThreadPoolExecutor(1) as pool, action_server.held(visitor.sender) as held:
        waiting = pool.submit(visitor.send, "which one do we need?")
        assert held.ran.wait(5)
        remote.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert not waiting.done() and remote.process.poll() is None
        with suppress(requests.ConnectionError):  # nothing is taken in any more
            assert is_retryable(talk_to(remote.url).send("hi"))
    assert waiting.result().json()[-1]["metadata"]["slot"] == "work"
    assert remote.process.wait(30) == 0


def test_what_a_killed_server_had_begun_is_finished_by_the_next_and_stored_once(
    remote: Any, action_server: ActionServer, talk_to: Callable[[str], Any]
) -> None:
    visitor = talk_to(remote.url)
    said = ["which one do we need?", "payroll", "60 employees", "our own team, stretched", "skip", "skip"]
    for text in said:
        visitor.say(text)
    with ThreadPoolExecutor(1) as pool, action_server.held(visitor.sender, "action_recommend") as held:
        waiting = pool.submit(visitor.send, "recommend now", key="last")
        assert held.ran.wait(5), waiting.result().text
        assert len(effects(remote.database_url, visitor.sender)) == 1
        remote.stop(signal.SIGKILL)
        with pytest.raises(requests.ConnectionError):
            waiting.result()
    remote.start()
    begun = time.monotonic()
    visitor.say("what is AHT?")
    assert time.monotonic() - begun < 2 * LEASE
    assert visitor.answered == ["what_is_aht"] and visitor.asked is None
    visitor.say("recommend now", key="last")
    assert visitor.recommendation["option"] == "BACKOFFICE_BPO" and "60 employees" in visitor.text
    assert heard(remote.database_url, visitor.sender) == [*said, "recommend now", "what is AHT?"]
    assert len(effects(remote.database_url, visitor.sender)) == 1
    assert set(states(remote.database_url, visitor.sender)) == {"done"}


def test_who_left_after_a_failure_finds_the_answer_once_the_operator_has_it_tried_again(
    remote: Any, action_server: ActionServer, talk_to: Callable[[str], Any]
) -> None:
    visitor = talk_to(remote.url)
    visitor.say("which one do we need?")
    with raising(action_server, visitor.sender):
        assert is_retryable(visitor.send("payroll"))
    assert states(remote.database_url, visitor.sender) == ["done", "failed"]
    command = [sys.executable, "-m", "bot.storage", "messages", "--retry"]
    said = subprocess.run(
        command, env=remote.environment, cwd=remote.home, capture_output=True, text=True, timeout=60, check=True
    ).stdout
    assert "will be tried again" in said
    deadline = time.monotonic() + 2 * LEASE
    while states(remote.database_url, visitor.sender) != ["done", "done"]:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert heard(remote.database_url, visitor.sender) == ["which one do we need?", "payroll"]
    visitor.say("60 employees")
    assert visitor.asked == "setup"
