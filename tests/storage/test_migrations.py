"""The migrations lead to the tables, on an empty database and beside Rasa's."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from bot.storage import Repository, connect
from bot.storage import schema as module
from bot.storage.engine import create_engine
from bot.storage.schema import migrate
from bot.storage.tables import metadata

TABLES = {"assessments", "unanswered_questions", "conversations", "conversation_events", "inbox"} | {
    "conversation_tokens",
    "feedback",
    "api_keys",
    "handoffs",
    "outbox",
    "stream",
    "slack_installations",
    "slack_oauth_states",
}

SQLITES_OWN = "sqlite_sequence"


def differences(engine: sa.engine.Engine) -> list[object]:
    options = {"version_table": "bpo_bot_schema", "compare_type": True, "compare_server_default": True}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        return [one for one in compare_metadata(context, metadata) if SQLITES_OWN not in str(one)]


def names(engine: sa.engine.Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names()) - {SQLITES_OWN}


def test_the_migrations_lead_to_the_tables(engine: sa.engine.Engine) -> None:
    assert differences(engine) == []


def test_migrating_again_changes_nothing(engine: sa.engine.Engine, store: Repository) -> None:
    store.record_unanswered("visitor", "message-1", "what", "unclear", None, None)
    migrate(engine)
    assert len(store.unanswered()) == 1 and differences(engine) == []


def test_rasas_own_version_table_is_left_alone(engine: sa.engine.Engine) -> None:
    assert names(engine) == TABLES | {"bpo_bot_schema"}


def test_the_migrations_can_be_taken_back(engine: sa.engine.Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(module.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert names(engine) <= {"bpo_bot_schema"}
    migrate(engine)
    assert differences(engine) == []


def test_an_assessment_from_before_there_were_links_has_none(engine: sa.engine.Engine, store: Repository) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(module.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
        connection.execute(
            sa.text(
                "INSERT INTO assessments (id, conversation, message, created, option, profile, recommendation) "
                "VALUES ('1', 'visitor', 'message-1', '2026-11-27 12:00:00+00:00', 'KPO', '{}', '{}')"
            )
        )
    migrate(engine)
    kept = store.save_assessment("visitor", "message-1", {}, {"option": "KPO"}, timedelta(days=30))
    assert (kept.id, kept.token, kept.expires) == ("1", None, None)


def test_a_migration_that_fails_leaves_nothing_behind(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE unanswered_questions (id INTEGER)"))  # in the way
    with pytest.raises(sa.exc.SQLAlchemyError):
        migrate(engine)
    assert "assessments" not in sa.inspect(engine).get_table_names()
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE unanswered_questions"))
    migrate(engine)
    assert differences(engine) == []
    engine.dispose()


def test_processes_that_start_together_do_not_trip_over_each_other(url: str) -> None:
    fork = multiprocessing.get_context("fork")
    barrier = fork.Barrier(4)
    starts = [fork.Process(target=_start, args=(url, barrier)) for _ in range(4)]
    for start in starts:
        start.start()
    for start in starts:
        start.join(timeout=60)
    assert [start.exitcode for start in starts] == [0, 0, 0, 0]


def test_threads_that_start_together_do_not_trip_over_each_other(url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        engines = list(pool.map(connect, [url] * 4))
    assert differences(engines[0]) == []
    for engine in engines:
        engine.dispose()


def test_a_connection_behaves_as_before_once_the_schema_was_changed(engine: sa.engine.Engine) -> None:
    with engine.connect() as connection:
        connection.execute(sa.text("INSERT INTO bpo_bot_schema VALUES ('other')"))
        connection.rollback()
        assert connection.execute(sa.text("SELECT count(*) FROM bpo_bot_schema")).scalar_one() == 1


def _start(url: str, barrier: Barrier) -> None:
    barrier.wait()
    connect(url)


def test_sqlite_lets_readers_read_while_somebody_writes(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(sa.text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(sa.text("PRAGMA synchronous")).scalar_one() == 2
    store = Repository(engine)
    with engine.begin() as writing:
        writing.execute(sa.text("DELETE FROM unanswered_questions"))
        assert store.unanswered() == []
