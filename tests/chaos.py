"""Clients that talk whatever happens to the servers, and what has to be stored of it: everything once, in order."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
import sqlalchemy as sa

from bot.storage.engine import create_engine
from bot.storage.tables import assessments, events, inbox
from tests.webhook.test_assessment import WORDS

AT_ONCE = 16  # clients; of those beside servers that start, which need the CPU as well, half as many
PATIENCE = 180  # seconds for one message, with all retries
QUESTIONS = ("what is bpo", "what is a call center", "what is kpo", "is night shift unhealthy", "what is aht")
MOST = 12  # messages until a recommendation
PROBLEM = "application/problem+json"


class Client:
    """A conversation that numbers its messages, and sends each until it is answered."""

    def __init__(self, urls: list[str], number: int, verify: str | bool = True, first: Sequence[str] = ()) -> None:
        """`verify` is the certificate of a proxy, `first` are questions to ask before the others."""
        self.urls, self.chance = urls, random.Random(number)
        self.sender = f"chaos-{number}-{uuid.uuid4().hex[:8]}"
        self.advised = number % 2 == 0
        self.questions = [*first, *self.chance.sample(QUESTIONS, 5)]
        self.sent: list[str] = []
        self.failures: Counter[str] = Counter()
        self.asked = 0  # requests
        self.longest = 0.0  # seconds that an answer took, with all retries
        self._session, self._verify = requests.Session(), verify

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
        began = time.monotonic()
        while time.monotonic() < began + PATIENCE:
            self.asked += 1
            try:
                response = self._post({"sender": self.sender, "message": text}, key)
            except requests.exceptions.SSLError:
                raise
            except requests.RequestException as error:
                self.failures[type(error).__name__] += 1
            else:
                if response.ok:
                    self.longest = max(self.longest, time.monotonic() - began)
                    return response.json()
                assert response.status_code in (429, 503), response.text
                assert response.headers["Content-Type"] == PROBLEM, response.text
                self.failures[f"{response.status_code} {response.json()['title']}"] += 1
            time.sleep(self.chance.uniform(0.1, 0.6))
        raise AssertionError(f"no answer to message {key} in {PATIENCE} s: {self.failures}")

    def _post(self, body: dict[str, str], key: str) -> requests.Response:
        url, headers = f"{self.chance.choice(self.urls)}/webhooks/rest/webhook", {"Idempotency-Key": key}
        return self._session.post(url, json=body, headers=headers, timeout=20, verify=self._verify)


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


def talked_through(new_client: Callable[[int], Client], upheaval: Callable[[], None]) -> list[Client]:
    """Let some clients talk at any time, one after the other, until an upheaval is over; all of them."""
    over, clients, numbers = threading.Event(), [], iter(range(10**6))

    def talk() -> None:
        while not over.is_set():
            client = new_client(next(numbers))
            clients.append(client)
            client.talk()

    with ThreadPoolExecutor(AT_ONCE // 2) as pool:
        talking = [pool.submit(talk) for _ in range(AT_ONCE // 2)]
        try:
            upheaval()
        finally:
            over.set()
        for one in talking:
            one.result()
    return clients


def failures(clients: list[Client]) -> Counter[str]:
    """What went wrong for clients, before it went right: by status and title, or by the class of the error."""
    return sum((client.failures for client in clients), Counter())


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
