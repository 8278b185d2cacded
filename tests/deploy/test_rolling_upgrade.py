"""Code, model and schema are upgraded and taken back, one server after the other, while visitors talk: nobody notices."""

from __future__ import annotations

import json
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from bot.storage.engine import create_engine
from bot.storage.tables import conversations, inbox
from tests.chaos import Client, check, failures, talked_through
from tests.deploy.conftest import Site
from tests.deploy.versions import COLUMN, ENTRY, QUESTION, SAID, Version, next_version, this_version
from tests.streamed import queue_of_a_test
from tests.webhook.conftest import Server

RATE = "1000r/s"  # all clients come from one address here, and nginx counts for all
SLOW = 1.0  # seconds that a turn goes on before and after its server was told to stop


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Version:
    """The version after this one."""
    return next_version(tmp_path_factory.mktemp("version"))


class Visitors:
    """All who talk to a site: most of them through nginx."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.clients: list[Client] = []

    def new(self, number: int = 1, server: Server | None = None) -> Client:
        url, certificate = (server.url, True) if server else (self.site.nginx.url, self.site.nginx.certificate)
        self.clients.append(Client([url], number, certificate, [QUESTION]))
        return self.clients[-1]

    def answers(self) -> list[tuple[bool, bool]]:
        """Of each server: whether it gives the next version's answer, and knows its entry."""
        found = []
        for server in self.site.servers:
            client = self.new(server=server)
            [first], [second, *_] = client.say("what is bpo"), client.say(QUESTION)
            found.append((first["text"].startswith(SAID), second["metadata"].get("faq") == ENTRY))
        return found

    def written(self) -> Counter[str | None]:
        """How many messages each version took in."""
        engine = create_engine(self.site.database.url)
        with engine.connect() as connection:
            found = Counter(connection.execute(sa.select(sa.column(COLUMN)).select_from(inbox)).scalars())
        engine.dispose()
        return found

    def check(self, what: str) -> Counter[str]:
        """What is stored is what was sent; what went wrong before it went right."""
        check(self.site.database.url, self.clients)
        seen = failures(self.clients)
        asked, longest = sum(one.asked for one in self.clients), max(one.longest for one in self.clients)
        print(json.dumps({what: seen, "requests": asked, "longest": round(longest, 2)}))  # noqa: T201
        return seen


@contextmanager
def turn_under_way(visitors: Visitors, server: Server) -> Iterator[None]:
    """A turn that this server cannot store before the end of the block."""
    client = visitors.new(server=server)
    client.say("what is bpo")
    engine = create_engine(visitors.site.database.url)
    with ThreadPoolExecutor(1) as pool:
        with engine.begin() as connection:
            connection.execute(
                sa.select(conversations.c.id).where(conversations.c.id == client.sender).with_for_update()
            )
            waiting = pool.submit(client.say, "what is aht")
            time.sleep(SLOW)
            yield
        assert waiting.result(30)
    engine.dispose()


def migrate(version: Version, site: Site) -> str:
    """By the command, as where servers may not change the schema; what it says."""
    return version.run("bot.storage", "migrate", BPO_BOT_DATABASE_URL=site.database.url)


def roll(visitors: Visitors, version: Version, servers: list[Server]) -> None:
    """As docs/operations.md says: tell one to stop, start it anew, wait until it is ready, then the next."""
    for server in servers:
        assert server.process
        with turn_under_way(visitors, server):
            server.process.send_signal(signal.SIGTERM)
            time.sleep(SLOW)
        assert server.process.wait(30) == 0
        version.take(server)
        server.start()


def test_an_upgrade_and_the_way_back_are_seen_by_nobody(sites: Callable[..., Site], later: Version) -> None:
    site = sites(servers=3, rate=RATE)
    visitors, [first, *_] = Visitors(site), site.servers

    def upgrade() -> None:
        assert migrate(later, site).startswith("The schema was brought from")
        roll(visitors, later, site.servers)

    talked_through(visitors.new, upgrade)
    assert visitors.answers() == [(True, True)] * 3

    talked_through(visitors.new, lambda: roll(visitors, this_version(), [first]))
    assert visitors.answers() == [(False, False), (True, True), (True, True)]
    assert "is newer than this version" in migrate(this_version(), site)
    assert first.log.read_text().count("is newer than this version") == 1

    written = visitors.written()
    assert written.keys() == {None, "next"} and min(written.values()) > 20
    assert not visitors.check("seen in an upgrade"), "a visitor noticed"


def test_an_upgrade_amid_kills_and_a_restart_of_the_database_loses_nothing_and_streams_all(
    sites: Callable[..., Site], later: Version
) -> None:
    with queue_of_a_test() as queue:
        site = sites(servers=3, rate=RATE, BPO_BOT_EVENT_BROKER=queue.url)
        upgraded_amid_kills(site, later)
        doubles = queue.check(site.database.url)
    print(json.dumps({"events that came twice": doubles}))  # noqa: T201


def upgraded_amid_kills(site: Site, later: Version) -> None:
    visitors, [one, two, three] = Visitors(site), site.servers

    def upgrade() -> None:
        migrate(later, site)
        roll(visitors, later, [one])
        two.stop(signal.SIGKILL)
        site.database.stop("immediate")
        time.sleep(SLOW)
        site.database.start()
        later.take(two)
        two.start("/healthz")
        one.stop(signal.SIGKILL)
        one.start("/healthz")
        roll(visitors, later, [three])

    talked_through(visitors.new, upgrade)
    assert visitors.answers() == [(True, True)] * 3
    assert visitors.check("seen in an upgrade amid kills"), "too little happened for a test"
