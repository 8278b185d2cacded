"""Conversations are kept at the address in the settings, whatever form it has."""

from __future__ import annotations

import multiprocessing
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.shared.core.events import SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.conversation_store import ConversationStore
from bot.storage import connect

SECRET = "my secret"


def tracker_store(url: str) -> ConversationStore:
    return ConversationStore(connect(url))


async def keep(url: str, text: str = "hello", sender: str = "visitor") -> Any:
    store = tracker_store(url)
    await store.save(DialogueStateTracker.from_events(sender, [SessionStarted(1.0), UserUttered(text, timestamp=2.0)]))
    store.engine.dispose()
    return store


async def kept(url: str, sender: str = "visitor") -> list[str]:
    """The texts of a conversation, read by a store of its own."""
    store = tracker_store(url)
    tracker = await store.retrieve(sender)
    store.engine.dispose()
    return [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else []


def rows(url: str) -> int:
    """How many events are in the database, past Rasa."""
    engine = sa.create_engine(url, future=True)
    with engine.connect() as connection:
        count = int(connection.execute(sa.text("SELECT count(*) FROM conversation_events")).scalar_one())
    engine.dispose()
    return count


@pytest.mark.parametrize("driver", ["postgresql", "postgresql+psycopg2"])
@pytest.mark.parametrize("query", [{}, {"application_name": "bpo bot", "connect_timeout": "3"}])
async def test_a_conversation_is_kept_in_postgresql(postgres_url: str, driver: str, query: dict[str, str]) -> None:
    given = sa.engine.make_url(postgres_url)
    full = given.set(drivername=driver, password="p@ss:w/rd%", port=given.port or 5432, query=query)
    url = full.render_as_string(hide_password=False)
    store = await keep(url)
    assert await kept(url) == ["hello"] and rows(postgres_url) == 2
    with store.engine.connect() as connection:
        name = connection.execute(sa.text("SHOW application_name")).scalar_one()
    store.engine.dispose()
    assert store.engine.url.password == "p@ss:w/rd%" and name == query.get("application_name", "")


async def test_a_relative_path_is_a_file_below_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await keep("sqlite:///bot.db")
    assert await kept("sqlite:///bot.db") == ["hello"] and (tmp_path / "bot.db").exists()


@pytest.mark.parametrize("ending", ["bot.db", "postgresql.db", "a b%20c.db", "bot.db?timeout=3"])
async def test_an_absolute_path_is_that_file_as_for_the_other_tables(tmp_path: Path, ending: str) -> None:
    url = f"sqlite:///{tmp_path}/{ending}"
    connect(url).dispose()
    await keep(url)
    assert await kept(url) == ["hello"]
    assert [path.name for path in tmp_path.glob("*.db*")] == [ending.partition("?")[0]]
    assert set(sa.inspect(connect(url)).get_table_names()) >= {"conversation_events", "assessments"}


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(sa.exc.ArgumentError, match=r"sqlite:///bot\.db"):
        tracker_store(url)


@pytest.mark.parametrize("url", ["sqlite:////nowhere/bot.db", "postgresql://nobody@127.0.0.1:1/bot"])
def test_a_database_that_does_not_answer_says_so(url: str) -> None:
    with pytest.raises(sa.exc.SQLAlchemyError):
        tracker_store(url)


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


async def test_what_a_visitor_wrote_is_not_in_an_error(url: str) -> None:
    store: Any = tracker_store(url)
    with store.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE conversation_events RENAME COLUMN data TO other"))
    with pytest.raises(sa.exc.SQLAlchemyError) as failed:
        await store.save(DialogueStateTracker.from_events("visitor", [UserUttered(SECRET)]))
    with store.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE conversations RENAME COLUMN base TO other"))
    with pytest.raises(sa.exc.SQLAlchemyError) as unread:
        await store.retrieve("visitor")
    store.engine.dispose()
    for error in (failed.value, unread.value):
        assert SECRET not in str(error) and "visitor" not in str(error)


async def test_a_value_that_cannot_be_stored_does_not_end_the_process(url: str) -> None:
    store: Any = tracker_store(url)
    with pytest.raises((UnicodeEncodeError, sa.exc.SQLAlchemyError)):
        await store.save(DialogueStateTracker.from_events("half \ud83d", [UserUttered("hello")]))
    await store.save(DialogueStateTracker.from_events("visitor", [UserUttered("hello")]))
    store.engine.dispose()


def test_processes_that_start_together_do_not_trip_over_each_other(url: str) -> None:
    fork = multiprocessing.get_context("fork")
    barrier = fork.Barrier(4)
    starts = [fork.Process(target=_start, args=(url, barrier)) for _ in range(4)]
    for start in starts:
        start.start()
    for start in starts:
        start.join(timeout=60)
    assert [start.exitcode for start in starts] == [0, 0, 0, 0]


def _start(url: str, barrier: Barrier) -> None:
    barrier.wait()
    tracker_store(url)
