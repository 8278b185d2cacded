"""A real server, as `make run` starts it, on a database and a port of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.described import Description
from tests.services import lacking
from tests.webhook.action_server import ActionServer

ROOT = Path(__file__).parents[2]
START = 300  # seconds; the first start may train


class Server:
    """A bot in a process of its own."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"server-{self.port}.log"
        self.database_url = environment.get("BPO_BOT_DATABASE_URL", f"sqlite:///{folder / 'bot.db'}")
        given = {
            "BPO_BOT_PORT": str(self.port),
            "BPO_BOT_DATABASE_URL": self.database_url,
            "BPO_BOT_CLIENT_RATE": "100000/minute",  # all tests come from one address, and type faster than people
            "BPO_BOT_CONVERSATION_RATE": "100000/minute",
        }
        self.environment = {**os.environ, **given, **environment}
        self.database_url = self.environment["BPO_BOT_DATABASE_URL"]
        self._arguments = arguments
        self.home = ROOT
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, ready: str = "/readyz") -> Server:
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "bot.server", *self._arguments]
            self.process = subprocess.Popen(command, cwd=self.home, env=self.environment, stdout=log, stderr=log)
        deadline = time.monotonic() + START
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                pytest.fail(f"the server ended with {self.process.returncode}:\n{self.log.read_text()[-3000:]}")
            try:
                if requests.get(self.url + ready, timeout=5).ok:
                    return self
            except requests.ConnectionError:
                pass
            time.sleep(0.2)
        pytest.fail(f"the server was not ready after {START} s:\n{self.log.read_text()[-3000:]}")

    def run_from(self, home: Path, **environment: str) -> None:
        """Start the bot of another checkout, from the next start on."""
        self.home = home
        self.environment.update(environment)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        assert self.process
        self.process.send_signal(how)
        return self.process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Visitor:
    """One conversation over the webhook."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.sender = f"test-{uuid.uuid4()}"
        self.replies: list[dict[str, Any]] = []

    def send(self, text: str, key: str | None = None, **body: Any) -> requests.Response:
        """Send a message and take whatever comes; `key` is the id to send it again with."""
        body = {"sender": self.sender, "message": text, **body}
        headers = {"Idempotency-Key": key} if key else {}
        return requests.post(f"{self.url}/webhooks/rest/webhook", json=body, headers=headers, timeout=60)

    def say(self, text: str, key: str | None = None, **body: Any) -> list[dict[str, Any]]:
        response = self.send(text, key, **body)
        assert response.status_code == 200, response.text
        self.replies = response.json()
        assert self.replies, f"no reply to {text!r}"
        for reply in self.replies:
            assert reply["recipient_id"] == self.sender
            assert reply["metadata"]["kind"]
        return self.replies

    @property
    def kinds(self) -> list[str]:
        return [reply["metadata"]["kind"] for reply in self.replies]

    @property
    def text(self) -> str:
        return "\n".join(reply["text"] for reply in self.replies)

    @property
    def buttons(self) -> list[str]:
        return [button["payload"] for button in self.replies[-1].get("buttons", [])]

    @property
    def asked(self) -> str | None:
        """The slot group of the open question."""
        return next((r["metadata"]["slot"] for r in self.replies if r["metadata"]["kind"] == "question"), None)

    @property
    def answered(self) -> list[str]:
        """The entries that answered."""
        return [r["metadata"]["faq"] for r in self.replies if r["metadata"]["kind"] == "answer"]

    @property
    def recommendation(self) -> dict[str, Any]:
        return next(r["metadata"]["recommendation"] for r in self.replies if r["metadata"]["kind"] == "recommendation")


class Postgres:
    """A PostgreSQL of the test's own, that may be stopped."""

    def __init__(self, binaries: Path, port: int) -> None:
        self._binaries, self._port = binaries, port
        self._folder = Path(tempfile.mkdtemp(prefix="bpo-bot-"))
        self._user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        if self._user:
            shutil.chown(self._folder, self._user)
        self._run("initdb", "-D", "data", "-U", "bot", "--auth=trust", "--no-sync")
        self.start()
        self.url = f"postgresql://bot@127.0.0.1:{port}/postgres"

    def start(self) -> None:
        options = f"-p {self._port} -k {self._folder} -c listen_addresses=127.0.0.1"
        self._run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", options, "start")

    def stop(self, how: str) -> None:
        self._run("pg_ctl", "-D", "data", "-m", how, "-w", "stop")

    def remove(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self._folder)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._binaries / program), *arguments]
        subprocess.run(command, cwd=self._folder, user=self._user, check=True, stdout=subprocess.DEVNULL, timeout=60)


@pytest.fixture(scope="session")
def described() -> Description:
    """What openapi.json says, read once."""
    return Description()


@pytest.fixture(autouse=True)
def _described(described: Description, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a server answers in these tests has to be described in its openapi.json."""
    send = requests.Session.send

    def watched(session: requests.Session, request: requests.PreparedRequest, **more: Any) -> requests.Response:
        response = send(session, request, **more)
        if not more.get("stream"):
            assert described.faults(response) == []
        return response

    monkeypatch.setattr(requests.Session, "send", watched)


def postgres_programs() -> Path | None:
    """Where `initdb` is, and beside it what else PostgreSQL needs."""
    found = shutil.which("initdb")
    return Path(found) if found else next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))), None)


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of one test."""
    yield from own_postgres()


def own_postgres() -> Iterator[Postgres]:
    """Without PostgreSQL's programs a visible skip, in CI a failure."""
    found = postgres_programs()
    if found is None:
        lacking("no initdb of PostgreSQL")
    own = Postgres(found.parent, free_port())
    yield own
    own.remove()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that most tests share."""
    running = Server(tmp_path_factory.mktemp("server")).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def _remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, ActionServer]]:
    folder = tmp_path_factory.mktemp("remote")
    actions = ActionServer(f"sqlite:///{folder / 'bot.db'}")
    running = Server(folder, BPO_BOT_ACTIONS_URL=actions.url, BPO_BOT_ACTION_TIMEOUT="8")
    yield running, actions
    if running.process and running.process.poll() is None:
        running.stop()
    actions.close()


@pytest.fixture
def action_server(_remote: tuple[Server, ActionServer]) -> ActionServer:
    """The action server behind `remote`."""
    return _remote[1]


@pytest.fixture
def remote(_remote: tuple[Server, ActionServer]) -> Server:
    """A server whose actions run behind a URL, for 8 seconds at most; tests may end it, the next finds it running."""
    server = _remote[0]
    return server if server.process and server.process.poll() is None else server.start()


@pytest.fixture
def visitor(server: Server) -> Visitor:
    """A new visitor."""
    return Visitor(server.url)


@pytest.fixture
def talk_to() -> Callable[[str], Visitor]:
    """Makes visitors of a server by its URL."""
    return Visitor


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Makes servers of a test's own; all are ended."""
    made: list[Server] = []

    def make(*arguments: str, **environment: str) -> Server:
        made.append(Server(tmp_path, *arguments, **environment))
        return made[-1]

    yield make
    for one in made:
        if one.process and one.process.poll() is None:
            one.process.kill()
            one.process.wait(10)
