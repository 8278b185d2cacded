"""Shared ground: real databases, and the conversations that actions see."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot import blas
from bot.storage import Repository, connect
from tests.receivers import Hook
from tests.services import lacking

SHARED = Path(__file__).resolve().parents[2] / "shared"
POSTGRES = os.environ.get("BPO_BOT_TEST_POSTGRES", "postgresql://root@localhost/test")
FORM = "assessment_form"


def pytest_configure() -> None:
    """Have recognition work in this process as it does in the bot's."""
    blas.set_up()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared development data, where it exists beside the repository."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the repository")
    return SHARED


@pytest.fixture(scope="module")
def hook() -> Iterator[Hook]:
    """A web server that takes hand-offs."""
    receiver = Hook()
    yield receiver
    receiver.close()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'bot.db'}"


@pytest.fixture(scope="session")
def postgres_server() -> sa.engine.Engine:
    """The local PostgreSQL; without it a visible skip, in CI a failure."""
    server = sa.create_engine(POSTGRES, future=True, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        server.connect().close()
    except sa.exc.OperationalError as error:
        reason = f"no PostgreSQL at {POSTGRES} (BPO_BOT_TEST_POSTGRES names another): {error.orig}"
        lacking(reason)
    return server


@pytest.fixture
def postgres_url(postgres_server: sa.engine.Engine) -> Iterator[str]:
    """An empty PostgreSQL database, dropped afterwards."""
    name = f"bpo_bot_{uuid.uuid4().hex}"
    with postgres_server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield postgres_server.url.set(database=name).render_as_string(hide_password=False)
    with postgres_server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def engine(request: pytest.FixtureRequest) -> Iterator[sa.engine.Engine]:
    """An empty database with the schema: on SQLite, and on PostgreSQL."""
    engine = connect(str(request.getfixturevalue(request.param)))
    yield engine
    engine.dispose()


@pytest.fixture
def repository(sqlite_url: str) -> Iterator[Repository]:
    """A repository on an SQLite file of its own."""
    engine = connect(sqlite_url)
    yield Repository(engine)
    engine.dispose()


@pytest.fixture
def dispatcher() -> CollectingDispatcher:
    """Rasa's dispatcher; `messages` holds what was said."""
    return CollectingDispatcher()


@pytest.fixture
def tracker() -> Callable[..., Tracker]:
    """Make the tracker that an action sees."""
    return _tracker


def _tracker(
    intent: str = "unclear",
    text: str = "so, well",
    *,
    act: dict[str, Any] | None = None,
    slots: dict[str, Any] | None = None,
    asked: str | None = None,
    earlier: Sequence[str] = (),
    ranking: Sequence[dict[str, Any]] = (),
    message: str = "message-1",
) -> Tracker:
    """A conversation: the intents of `earlier` messages, then the latest; `asked` opens the assessment at a question."""
    latest = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.9},
        "intent_ranking": list(ranking),
        "act": act or {},
    }
    events = [_uttered({"intent": {"name": name}, "text": name}, f"earlier-{name}") for name in earlier]
    return Tracker(
        sender_id="visitor",
        slots={"requested_slot": asked, "profile": None, "assessment_id": None} | (slots or {}),
        latest_message=latest,
        events=[*events, _uttered(latest, message)],
        paused=False,
        followup_action=None,
        active_loop={"name": FORM} if asked else {},
        latest_action_name="action_listen",
    )


def _uttered(parse: dict[str, Any], message: str) -> dict[str, Any]:
    return {"event": "user", "text": parse["text"], "parse_data": parse, "message_id": message}
