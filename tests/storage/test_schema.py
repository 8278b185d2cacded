"""A schema may be newer than the code; a migration only adds, and no turn waits for it."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.config import Config
from alembic.script import Script, ScriptDirectory

from bot.storage import CannotMigrate, Inbox, Message, Repository, connect, schema
from bot.storage.__main__ import main
from bot.storage.schema import MIGRATIONS, migrate
from bot.storage.tables import metadata
from tests.migrations import add_migration

ADDING = (
    'op.add_column("inbox", sa.Column("mood", sa.String(16)))\nop.create_table("moods", sa.Column("id", sa.Integer))'
)
MOST = 2.0  # seconds that a message may take to be kept on a busy machine; it waits at most LOCK_SECONDS of them


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations, in a folder where more can be added."""
    return Path(shutil.copytree(MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__")))


@pytest.fixture(autouse=True)
def _warns_anew() -> None:
    schema._warn.cache_clear()


def directory(folder: Path) -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(folder))
    return ScriptDirectory.from_config(config)


HEAD = str(directory(MIGRATIONS).get_current_head())


def columns(engine: sa.engine.Engine) -> set[str]:
    return {column["name"] for column in sa.inspect(engine).get_columns("inbox")}


def test_on_a_schema_that_is_newer_the_bot_works_and_says_so_once(
    url: str, later: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = connect(url)
    newer = add_migration(later, ADDING)
    assert str(migrate(engine, later)) == f"The schema was brought from {HEAD} to {newer}."
    engine.dispose()
    with caplog.at_level(logging.WARNING, schema.__name__):
        engines = [connect(url) for _ in range(2)]
    assert [record.getMessage() for record in caplog.records] == [
        f"The schema ({newer}) is newer than this version of the bot, which knows {HEAD}. Nothing was changed. "
        "This version works on it, since what is newer was only added."
    ]
    assert Inbox(engines[0], "server", 5).put(Message("rest", "visitor", "1", "hi")).claim
    Repository(engines[1]).record_unanswered("visitor", "1", "what", "unclear", None, None)
    assert "mood" in columns(engines[0])
    for one in engines:
        one.dispose()


def test_a_schema_that_lost_what_this_code_uses_is_refused_with_what_to_do(url: str, later: Path) -> None:
    engine = connect(url)
    needed = add_migration(later, 'op.drop_table("feedback")', needed=True)
    migrate(engine, later)
    refused = rf"needs .* {needed}; this one knows {HEAD}. Start the newer version"
    with pytest.raises(CannotMigrate, match=refused):
        connect(url)
    add_migration(later, 'op.create_table("moods", sa.Column("id", sa.Integer))')
    migrate(engine, later)
    with pytest.raises(CannotMigrate, match=refused):  # what comes after it does not make it forgotten
        connect(url)
    engine.dispose()


def test_migrate_says_what_it_did(
    url: str, later: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", url)

    def said() -> str:
        assert main(["migrate"]) == 0
        return capsys.readouterr().out.strip()

    assert said() == f"The schema was brought from nothing to {HEAD}."
    assert said() == f"The schema is up to date ({HEAD}). Nothing was changed."
    engine = schema.create_engine(url)
    newer = add_migration(later, ADDING)
    migrate(engine, later)
    assert said().startswith(f"The schema ({newer}) is newer than this version of the bot, which knows {HEAD}.")
    add_migration(later, 'op.drop_table("feedback")', needed=True)
    migrate(engine, later)
    assert main(["migrate"]) == 1 and "restore the backup" in capsys.readouterr().err
    engine.dispose()


@contextmanager
def reading(url: str) -> Iterator[None]:
    """A long transaction that reads the inbox, as a report or a backup does."""
    engine = schema.create_engine(url)
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT count(*) FROM inbox"))
        yield
    engine.dispose()


def test_no_turn_waits_for_a_migration_that_waits_for_a_long_reader(postgres_url: str, later: Path) -> None:
    engine = connect(postgres_url)
    inbox, newer, took = Inbox(engine, "server", 5), add_migration(later, ADDING), []
    migrating = schema.create_engine(postgres_url)
    with ThreadPoolExecutor(1) as pool:
        with reading(postgres_url):
            migrated = pool.submit(migrate, migrating, later)
            until = time.monotonic() + 4
            while time.monotonic() < until:
                began = time.monotonic()
                inbox.put(Message("rest", f"visitor-{len(took)}", "1", "hi"))
                took.append(time.monotonic() - began)
            assert not migrated.done() and "mood" not in columns(engine)
        assert migrated.result(30).now == newer
    assert max(took) < MOST and len(took) > 20
    assert "mood" in columns(engine)
    for one in (engine, migrating):
        one.dispose()


def test_a_migration_that_finds_its_table_in_use_for_too_long_changes_nothing(postgres_url: str, later: Path) -> None:
    engine = connect(postgres_url)
    add_migration(later, 'op.create_table("moods", sa.Column("id", sa.Integer))')
    add_migration(later, ADDING.split("\n")[0])
    with reading(postgres_url), pytest.raises(CannotMigrate, match=r"in use by a long transaction"):
        migrate(engine, later, patience=1)
    assert not sa.inspect(engine).has_table("moods")
    engine.dispose()


def test_who_waits_for_another_migration_does_not_wait_for_ever(postgres_url: str) -> None:
    engine, other, held, over = (
        connect(postgres_url),
        schema.create_engine(postgres_url),
        threading.Event(),
        threading.Event(),
    )

    def hold() -> None:
        # Not by `schema_transaction`, which lets one thread of a process in: this is another process.
        with other.begin() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(schema.SCHEMA_LOCK)))
            held.set()
            over.wait(30)

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        held.wait(10)
        with pytest.raises(CannotMigrate, match="another migration"):
            migrate(engine, patience=0.5)
        over.set()
        holding.result(10)
    for one in (engine, other):
        one.dispose()


class Adding:
    """Takes the place of Alembic's `op`, does nothing, and notes what an older server could stumble over."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._new: set[str] = set()  # tables, and table.column, of this migration

    def create_table(self, table: str, *_: Any, **__: Any) -> None:
        self._new.add(table)

    def add_column(self, table: str, column: sa.Column, **_: Any) -> None:
        self._new.add(f"{table}.{column.name}")
        if table not in self._new and not column.nullable and column.server_default is None:
            self.faults.append(f"{table}.{column.name} has to be nullable or to have a server_default")

    def create_index(self, name: str, table: str, names: list[str], unique: bool = False, **options: Any) -> None:
        if table in self._new:
            return
        if unique:
            self.create_unique_constraint(name, table, names)
        if not options.get("if_not_exists"):  # so that it can be made beforehand, CONCURRENTLY
            self.faults.append(f"{name} on {table} needs if_not_exists=True")

    def create_unique_constraint(self, name: str, table: str, names: list[str], **_: Any) -> None:
        if table not in self._new and not any(f"{table}.{one}" in self._new for one in names):
            self.faults.append(f"{name} forbids {table} what was allowed")

    @contextmanager
    def batch_alter_table(self, table: str, **_: Any) -> Iterator[Any]:
        yield InTable(self, table)

    def __getattr__(self, name: str) -> Any:
        def noted(*given: Any, **_: Any) -> None:
            self.faults.append(f"{name}{given}")

        return noted


class InTable:
    """The same of one table, which `batch_alter_table` has named already."""

    def __init__(self, outer: Adding, table: str) -> None:
        self._outer, self._table = outer, table

    def __getattr__(self, name: str) -> Any:
        if name in ("create_index", "create_unique_constraint"):
            return lambda one, names, **options: getattr(self._outer, name)(one, self._table, names, **options)
        return lambda *given, **options: getattr(self._outer, name)(self._table, *given, **options)


def stumbles(script: Script, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    adding = Adding()
    monkeypatch.setattr(script.module, "op", adding)
    script.module.upgrade()
    return adding.faults


@pytest.mark.parametrize(
    "script", list(directory(MIGRATIONS).walk_revisions()), ids=lambda script: str(script.revision)
)
def test_a_migration_only_adds_or_says_which_code_it_needs(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    if hasattr(script.module, "needs"):
        assert script.module.needs <= script.revision, "an older or the same migration is needed"
        return
    faults = stumbles(script, monkeypatch)
    assert not faults, f"{script.path}: docs/architecture.md says how to take something away: {'; '.join(faults)}"


@pytest.mark.parametrize(
    "upgrade",
    [
        'op.drop_table("feedback")',
        'op.rename_table("feedback", "opinions")',
        'op.add_column("inbox", sa.Column("mood", sa.String(16), nullable=False))',
        'op.create_index("ix_inbox_mood", "inbox", ["text"])',
        'op.create_index("ix_inbox_mood", "inbox", ["text"], unique=True, if_not_exists=True)',
        'op.execute("UPDATE inbox SET state = 1")',
        'with op.batch_alter_table("inbox") as table:\n    table.drop_column("text")',
        'with op.batch_alter_table("inbox") as table:\n    table.alter_column("text", nullable=False)',
        'with op.batch_alter_table("inbox") as table:\n    table.create_unique_constraint("uq_inbox_text", ["text"])',
    ],
)
def test_what_takes_away_is_noticed(upgrade: str, later: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    revision = add_migration(later, upgrade)
    assert stumbles(directory(later).get_revision(revision), monkeypatch)


def test_what_only_adds_is_let_through(later: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = '\nop.add_column("inbox", sa.Column("tries", sa.Integer, nullable=False, server_default="0"))'
    revision = add_migration(
        later, ADDING + more + '\nop.create_index("ix_inbox_mood", "inbox", ["mood"], if_not_exists=True)'
    )
    assert stumbles(directory(later).get_revision(revision), monkeypatch) == []
    assert op.add_column and "moods" not in metadata.tables  # the real ones were left alone
