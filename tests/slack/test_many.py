"""A thousand events over two servers, one of which is killed; and how soon Slack hears that an event arrived."""

from __future__ import annotations

import json
import random
import signal
import statistics
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby

import pytest
import sqlalchemy as sa

from bot.storage.tables import inbox, outbox
from tests.receivers import until
from tests.slack.api import BOT_USER, SlackApi
from tests.slack.conftest import one_workspace
from tests.slack.workspace import Person, Slack
from tests.webhook.conftest import Postgres, Server, own_postgres
from tests.webhook.kept import opened

EVENTS, DOUBLES, PEOPLE = 1000, 0.3, 40
QUESTIONS = ("what is bpo", "what is kpo", "what is aht", "what is a call center", "is night shift unhealthy")
BUSY, SOON = 32, 0.5  # conversations; seconds


def event_of(person: Person, text: str) -> str:
    authorizations = [{"team_id": "T1", "user_id": BOT_USER, "is_bot": True}]
    body = {"type": "event_callback", "team_id": "T1", "event_id": uuid.uuid4().hex, "event": person.write(text)}
    return json.dumps({**body, "authorizations": authorizations})


class Talker:
    """Somebody who writes one message after the other; some are sent by Slack twice, at once or later."""

    def __init__(self, urls: list[str], api: SlackApi, number: int, many: int) -> None:
        self.chance = random.Random(number)
        self.person = Person(Slack(urls if number % 2 else urls[::-1], api))
        self.bodies = [event_of(self.person, self.chance.choice(QUESTIONS)) for _ in range(many)]
        self.doubles = 0

    def talk(self) -> None:
        for place, body in enumerate(self.bodies):
            self._send(body)
            if self.chance.random() < DOUBLES:
                self.doubles += 1
                again = self.bodies[self.chance.randint(max(0, place - 3), place)]
                threading.Thread(target=self._send, args=(again,)).start()
            until(lambda place=place: len(self.person.messages) > place - 10, 90)  # nobody types without ever reading

    def _send(self, body: str) -> None:
        self.person.slack.post(body, "application/json")

    @property
    def asked(self) -> list[str]:
        return [json.loads(body)["event"]["ts"] for body in self.bodies]


@dataclass
class Pair:
    """Two servers on one PostgreSQL."""

    postgres: Postgres
    servers: list[Server]

    @property
    def urls(self) -> list[str]:
        return [server.url for server in self.servers]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, _api: SlackApi) -> Iterator[Pair]:
    """For all tests here; the last one kills a server."""
    folder = tmp_path_factory.mktemp("pair")
    for database in own_postgres():
        settings = one_workspace(_api) | {"BPO_BOT_DATABASE_URL": database.url}
        servers = [Server(folder, **settings) for _ in range(2)]
        with ThreadPoolExecutor(2) as pool:
            yield Pair(database, list(pool.map(Server.start, servers)))
        for server in servers:
            if server.process and server.process.poll() is None:
                server.stop()


@pytest.mark.alone
def test_slack_hears_at_once_while_many_conversations_are_busy(
    pair: Pair, api: SlackApi, record_property: Callable[[str, object], None]
) -> None:
    [url, _] = pair.urls
    people = [Person(Slack([url], api)) for _ in range(BUSY)]

    def talk(person: Person) -> list[float]:
        for place, text in enumerate(QUESTIONS * 2):
            person.slack.post(event_of(person, text), "application/json")
            until(lambda place=place: len(person.messages) > place, 90)
        return person.slack.acks

    with ThreadPoolExecutor(BUSY) as pool:
        acks = sorted(ack for one in pool.map(talk, people) for ack in one)
    p99 = statistics.quantiles(acks, n=100)[98]
    record_property("acknowledged", f"{len(acks)}: median {statistics.median(acks):.3f} s, p99 {p99:.3f} s")
    assert len(acks) == BUSY * len(QUESTIONS) * 2 and p99 < SOON
    for person in people:
        told = [message["thread_ts"] for message in person.messages]
        assert [ts for ts, _ in groupby(told)] == told == sorted(told, key=float)


def test_an_event_that_cannot_be_kept_is_not_acknowledged(pair: Pair, api: SlackApi) -> None:
    [server, _] = pair.servers
    person = Person(Slack([server.url], api))
    body = event_of(person, "what is kpo")
    pair.postgres.stop("immediate")
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(person.slack.post, body, "application/json")  # again and again, as Slack does
        until(lambda: "OperationalError" in server.log.read_text())
        assert not sending.done()
        pair.postgres.start()
        assert sending.result(60).status_code == 200
    assert len(person.hear()) == 1


def test_a_thousand_events_over_two_servers_one_of_them_killed(pair: Pair, api: SlackApi) -> None:
    talkers = [Talker(pair.urls, api, number, EVENTS // PEOPLE) for number in range(PEOPLE)]
    api.failures["chat.postMessage"] = [{"error": "ratelimited", "after": 1}, {"status": 503}] * 5
    killed = threading.Event()

    def kill() -> None:
        until(lambda: sum(len(one.person.messages) for one in talkers) > EVENTS // 3, 120)
        pair.servers[0].stop(signal.SIGKILL)
        killed.set()

    with ThreadPoolExecutor(PEOPLE + 1) as pool:
        killer = pool.submit(kill)
        for done in [pool.submit(one.talk) for one in talkers]:
            done.result()
        killer.result()
    assert killed.is_set() and sum(one.doubles for one in talkers) > EVENTS * DOUBLES * 0.8
    until(lambda: sum(len(one.person.messages) for one in talkers) >= EVENTS, 120)
    with opened(pair.postgres.url) as engine:

        def left() -> int:
            with engine.connect() as connection:
                waiting = connection.execute(sa.select(sa.func.count()).where(inbox.c.state != "done")).scalar_one()
                return int(waiting + connection.execute(sa.select(sa.func.count(outbox.c.id))).scalar_one())

        until(lambda: left() == 0, 60)
    for one in talkers:  # one reply each, in order
        assert [message["thread_ts"] for message in one.person.messages] == one.asked
