"""A disk without room: the visitor is told, nothing is half stored, and with room again everything is answered once."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
import requests

from tests.webhook.kept import effects, heard, opened, states
from tests.webhook.test_action_faults import is_retryable

FRAME, HEADER = 24 + 4096, 32  # bytes, of SQLite's write-ahead log: https://www.sqlite.org/fileformat2.html#walformat
MOST_FRAMES = 60  # a turn needs about half of that
TEXT = "wug gostak doshes"  # not understood, and therefore stored beside the conversation, too

pytestmark = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits another process's files")


@contextmanager
def room(server: Any, size: int) -> Iterator[None]:
    """No file of the server may be written beyond so many bytes: the system refuses it, as on a full disk."""
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


def empty_the_log(url: str) -> None:
    """Take SQLite's write-ahead log into the database, so that the next transaction begins at its first byte."""
    with opened(url) as engine, engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        assert connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0] == 0


def test_without_room_nothing_is_taken_in_and_readiness_says_so(server: Any, visitor: Any) -> None:
    visitor.say("which one do we need?")
    with room(server, 0):
        failed = visitor.send("payroll", key="2")
        ready = requests.get(f"{server.url}/readyz", timeout=10)
        alive = requests.get(f"{server.url}/healthz", timeout=10)
    assert is_retryable(failed)
    assert ready.status_code == 503 and ready.json()["missing"] == ["store"] and alive.ok
    assert ready.headers["Content-Type"] == "application/problem+json"
    assert requests.get(f"{server.url}/readyz", timeout=10).ok
    assert states(server.database_url, visitor.sender) == ["done"]
    again = visitor.say("payroll", key="2")
    assert visitor.asked == "volume" and visitor.say("payroll", key="2") == again
    assert heard(server.database_url, visitor.sender) == ["which one do we need?", "payroll"]


def test_however_little_room_there_is_a_turn_is_stored_whole_or_not_at_all(
    server: Any, talk_to: Callable[[str], Any]
) -> None:
    url, visitors = server.database_url, []
    for frames in range(MOST_FRAMES):
        visitors.append(talk_to(server.url))
        empty_the_log(url)
        with room(server, HEADER + frames * FRAME):
            answer = visitors[-1].send(TEXT, key="1")
        if answer.ok:
            break
        assert is_retryable(answer)
        assert heard(url, visitors[-1].sender) == []
    arrived = [one for one in visitors if states(url, one.sender)]
    assert answer.ok and len(visitors) > len(arrived) > 1, "room for the message and none for its turn was not tried"
    with ThreadPoolExecutor(len(visitors)) as pool:  # some wait for the lease of a turn that could not even be given up
        answers = list(pool.map(lambda one: [one.say(TEXT, key="1") for _ in range(2)], visitors))
    assert all(first == second for first, second in answers)
    for one in visitors:
        assert heard(url, one.sender) == [TEXT] and states(url, one.sender) == ["done"]
        assert len(effects(url, one.sender)) == 1
