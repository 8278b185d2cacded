"""Brings the schema up to date without holding up turns, and says what a newer schema means to this code."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.storage.engine import create_engine, writing

logger = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "bpo_bot_schema"  # Rasa's own tables live in the same database
SCHEMA_LOCK = 0x62706F  # any number that all processes of the bot agree on, and nobody else uses
PATIENCE = 60.0  # seconds until a migration that finds its tables in use is given up
PAUSE = 1.0  # seconds between two tries
# Whoever needs a table queues behind a migration that waits for it. It gives way before turns notice, and before the
# second is over after which PostgreSQL looks for deadlocks and ends one of the two, which might be the turn.
LOCK_SECONDS = 0.5
IN_USE = ("55P03", "40P01")  # PostgreSQL: a lock was not to be had in time, or only by a deadlock

_one_thread = threading.Lock()  # Alembic keeps its context in a module
_version = sa.table(VERSION_TABLE, sa.column("version_num"))
# One row, once a migration took something away: the revision that code has to know to work on this schema.
_needs = sa.Table("bpo_bot_schema_needs", sa.MetaData(), sa.Column("revision", sa.String(32), primary_key=True))


class CannotMigrate(sa.exc.SQLAlchemyError):
    """The schema cannot be brought up to date, or this code cannot work on it; the message says what to do."""


@dataclass(frozen=True)
class Migrated:
    """What became of the schema: its revision before, None of an empty database, and now; and the newest known here."""

    before: str | None
    now: str
    known: str

    def __str__(self) -> str:
        if self.now != self.known:
            return (
                f"The schema ({self.now}) is newer than this version of the bot, which knows {self.known}. "
                "Nothing was changed. This version works on it, since what is newer was only added."
            )
        if self.before == self.now:
            return f"The schema is up to date ({self.now}). Nothing was changed."
        return f"The schema was brought from {self.before or 'nothing'} to {self.now}."


def connect(url: str) -> sa.engine.Engine:
    """Open the database at an SQLAlchemy URL, and run the migrations it lacks.

    Raises sqlalchemy.exc.SQLAlchemyError when it cannot be reached or used, of which CannotMigrate is one.
    """
    engine = create_engine(url)
    migrated = migrate(engine)
    if migrated.now != migrated.known:
        _warn(str(migrated))
    return engine


def migrate(engine: sa.engine.Engine, folder: Path = MIGRATIONS, patience: float = PATIENCE) -> Migrated:
    """Run the migrations of a folder that the database lacks: all of them or, when one fails, none.

    A schema that is newer than the folder is left alone. Raises CannotMigrate.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return _migrate(engine, folder, patience)
        except sa.exc.OperationalError as error:
            if getattr(error.orig, "pgcode", None) not in IN_USE:
                raise
            if time.monotonic() > deadline:
                raise CannotMigrate(
                    f"The schema was not changed: for {patience:.0f} seconds its tables were in use by a long transaction, "
                    "such as a backup, a report or another migration. Try again when it is over."
                ) from error
            logger.warning("The schema is not changed yet: a table is in use. The next try is in %.0f s", PAUSE)
        time.sleep(PAUSE)


def _migrate(engine: sa.engine.Engine, folder: Path, patience: float) -> Migrated:
    config = Config()
    config.set_main_option("script_location", str(folder))
    directory = ScriptDirectory.from_config(config)
    scripts = {script.revision: script for script in directory.walk_revisions()}
    known = str(directory.get_current_head())
    with schema_transaction(engine, patience) as connection:
        before = _revision(connection)
        if before is not None and before not in scripts:
            _refuse_what_is_gone(connection, before, known, set(scripts))
            return Migrated(before, before, known)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        needed = max(
            (script.module.needs for script in scripts.values() if hasattr(script.module, "needs")), default=None
        )
        if before != known and needed:
            _needs.create(connection, checkfirst=True)
            connection.execute(_needs.delete())
            connection.execute(_needs.insert(), {"revision": needed})
        return Migrated(before, known, known)


def _revision(connection: sa.engine.Connection) -> str | None:
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(sa.select(_version)).scalar_one_or_none()
    return str(found) if found else None


def _refuse_what_is_gone(connection: sa.engine.Connection, found: str, known: str, knows: set[str]) -> None:
    """Raise CannotMigrate where a newer migration took away what this code uses."""
    if not sa.inspect(connection).has_table(_needs.name):
        return
    needed = connection.execute(sa.select(_needs)).scalar_one_or_none()
    if needed and needed not in knows:
        raise CannotMigrate(
            f"The database's schema ({found}) needs a version of the bot that knows migration {needed}; "
            f"this one knows {known}. Start the newer version, or restore the backup from before the upgrade."
        )


@contextmanager
def schema_transaction(engine: sa.engine.Engine, patience: float = PATIENCE) -> Iterator[sa.engine.Connection]:
    """A transaction to change the schema in; others that start at the same time wait for its end."""
    with _one_thread, writing(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            wait = sa.select(sa.func.set_config("lock_timeout", sa.bindparam("wait"), True))  # until the end of it
            connection.execute(wait, {"wait": f"{patience * 1000:.0f}ms"})
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(SCHEMA_LOCK)))
            connection.execute(wait, {"wait": f"{LOCK_SECONDS * 1000:.0f}ms"})
        yield connection


@cache  # once a process
def _warn(what: str) -> None:
    logger.warning(what)
