"""Servers are killed and databases stopped in mid-turn; every message is answered exactly once, in order."""

from __future__ import annotations

import random
import signal
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import requests
import sqlalchemy as sa

from bot.storage.engine import create_engine
from bot.storage.tables import assessments, events, inbox
from tests.webhook.test_assessment import WORDS

CONVERSATIONS, AT_ONCE = 200, 16
PATIENCE = 180  # seconds for one message, with all retries
QUESTIONS = ("what is bpo", "what is a call center", "what is kpo", "is night shift unhealthy", "what is aht")
MOST = 12  # messages until a recommendation


class Client:
    """A conversation that numbers its messages, and sends each until it is answered."""

    def __init__(self, urls: list[str], number: int) -> None:
        self.urls, self.chance = urls, random.Random(number)
        self.sender = f"chaos-{number}-{uuid.uuid4().hex[:8]}"
        self.advised = number % 2 == 0
        self.questions = self.chance.sample(QUESTIONS, 5)
        self.sent: list[str] = []
        self.failures: Counter[str] = Counter()

    def talk(self) -> None:
        if not self.advised:
            for text in self.questions:
                self.say(text)
            return
        messages = self.say("I need advice")
        while not any(message["metadata"]["kind"] == "recommendation" for message in messages):
            asked = [message["metadata"]["slot"] for message in messages if message["metadata"]["kind"] == "question"]
            assert len(asked) == 1 and len(self.sent) < MOST, (self.sent, messages)
            messages = self.say(WORDS[asked[0]])

    def say(self, text: str) -> Any:
        time.sleep(self.chance.uniform(0, 1.2))
        key = str(len(self.sent))
        self.sent.append(text)
        with ThreadPoolExecutor(2) as pool:  # some are sent twice at once, some again after the answer
            twice = 2 if self.chance.random() < 0.15 else 1
            replies = list(pool.map(lambda _: self.ask(text, key), range(twice)))
        if self.chance.random() < 0.15:
            replies.append(self.ask(text, key))
        assert all(reply == replies[0] for reply in replies), "one message, two answers"
        assert replies[0] and all(message["metadata"]["kind"] != "error" for message in replies[0])
        return replies[0]

    def ask(self, text: str, key: str) -> Any:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            url = f"{self.chance.choice(self.urls)}/webhooks/rest/webhook"
            body = {"sender": self.sender, "message": text}
            try:
                response = requests.post(url, json=body, headers={"Idempotency-Key": key}, timeout=20)
            except requests.RequestException as error:
                self.failures[type(error).__name__] += 1
            else:
                if response.ok:
                    return response.json()
                assert response.status_code in (429, 503), response.text
                self.failures[str(response.status_code)] += 1
            time.sleep(self.chance.uniform(0.1, 0.6))
        raise AssertionError(f"no answer to message {key} in {PATIENCE} s: {self.failures}")


def played(clients: list[Client], disturb: Callable[[], None]) -> int:
    """Let all clients talk while the ground shakes, until they are done; how often it did."""
    talked = threading.Event()

    def shake() -> int:
        times = 0
        while not talked.wait(5):
            disturb()
            times += 1
        return times

    with ThreadPoolExecutor(1) as shaker, ThreadPoolExecutor(AT_ONCE) as pool:
        shaking = shaker.submit(shake)
        try:
            list(pool.map(Client.talk, clients))
        finally:
            talked.set()
        return shaking.result()


def check(url: str, clients: list[Client]) -> None:
    """What is stored is what was sent: once, in order, and each recommendation once."""
    engine = create_engine(url)
    with engine.connect() as connection:
        heard: dict[str, list[str]] = {client.sender: [] for client in clients}
        ordered = sa.select(events.c.conversation, events.c.data).order_by(events.c.conversation, events.c.sequence)
        for row in connection.execute(ordered):
            if row.data["event"] == "user":
                heard[row.conversation].append(row.data["text"])
        assert heard == {client.sender: client.sent for client in clients}
        states = Counter(row.state for row in connection.execute(sa.select(inbox.c.state)))
        assert states == {"done": sum(len(client.sent) for client in clients)}
        stored = Counter(row.conversation for row in connection.execute(sa.select(assessments.c.conversation)))
        assert stored == {client.sender: 1 for client in clients if client.advised}
    engine.dispose()


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
    assert sum(sum(client.failures.values()) for client in clients) > 10, "no client noticed anything"
    check(postgres.url, clients)


def test_one_server_on_sqlite_is_killed_at_random(new_server: Callable[..., Any], tmp_path: Path) -> None:
    server = new_server().start()
    clients = [Client([server.url], number) for number in range(40)]

    def disturb() -> None:
        server.stop(signal.SIGKILL)
        server.start("/healthz")

    assert played(clients, disturb) >= 2
    check(f"sqlite:///{tmp_path / 'bot.db'}", clients)
