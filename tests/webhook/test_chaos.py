"""Servers are killed and databases stopped in mid-turn; every message is answered exactly once, in order."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.chaos import Client, check, failures, played

CONVERSATIONS = 200


def test_two_servers_and_postgresql_are_stopped_at_random(new_server: Callable[..., Any], postgres: Any) -> None:
    servers = [new_server(BPO_BOT_DATABASE_URL=postgres.url).start() for _ in range(2)]
    clients = [Client([server.url for server in servers], number) for number in range(CONVERSATIONS)]
    turns = iter(range(10_000))

    def disturb() -> None:
        turn = next(turns)
        if turn % 2:
            postgres.stop("immediate" if turn % 4 == 1 else "fast")
            time.sleep(1.5)
            postgres.start()
        else:
            server = servers[turn // 2 % 2]
            server.stop(signal.SIGKILL)
            server.start("/healthz")

    assert played(clients, disturb) >= 4, "too little happened for a test"
    assert failures(clients).total() > 10, "no client noticed anything"
    check(postgres.url, clients)


def test_one_server_on_sqlite_is_killed_at_random(new_server: Callable[..., Any], tmp_path: Path) -> None:
    server = new_server().start()
    clients = [Client([server.url], number) for number in range(40)]

    def disturb() -> None:
        server.stop(signal.SIGKILL)
        server.start("/healthz")

    assert played(clients, disturb) >= 2
    check(f"sqlite:///{tmp_path / 'bot.db'}", clients)
