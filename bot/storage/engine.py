"""Opens the database."""

import sqlite3
import time
from typing import Any

import sqlalchemy as sa

BUSY_SECONDS = 10
POSTGRES_SECONDS = 5

_WRITES = "bpo_bot_writes"


def create_engine(url: str) -> sa.engine.Engine:
    """An engine with time-outs, whose errors do not repeat what a visitor wrote.

    SQLite is in WAL mode, so that readers and a writer do not wait for each other.
    """
    parsed = sa.engine.make_url(url)
    kind = parsed.get_backend_name()
    options: dict[str, Any] = {"future": True, "hide_parameters": True}
    if kind != "sqlite":
        waits = kind == "postgresql" and "connect_timeout" not in parsed.query
        arguments = {"connect_timeout": POSTGRES_SECONDS} if waits else {}
        return sa.create_engine(parsed, pool_pre_ping=True, connect_args=arguments, **options)
    name = parsed.database or ""
    if name in ("", ":memory:") or name.startswith("file::memory:") or parsed.query.get("mode") == "memory":
        raise sa.exc.ArgumentError(
            f"{url} is a database in memory, which every connection would find empty. "
            "Write the path of a file, such as sqlite:///bot.db or sqlite:////var/lib/bot/bot.db"
        )
    arguments = {"check_same_thread": False} | ({} if "timeout" in parsed.query else {"timeout": BUSY_SECONDS})
    engine = sa.create_engine(parsed, connect_args=arguments, poolclass=sa.pool.QueuePool, **options)
    sa.event.listen(engine, "connect", _set_pragmas)
    sa.event.listen(engine, "begin", _begin)
    return engine


def writing(engine: sa.engine.Engine) -> sa.engine.Engine:
    """The same engine for transactions that write: on SQLite they take their turn from the start, and never fail half-way."""
    return engine.execution_options(**{_WRITES: True})


def clock(database: sa.engine.Engine | sa.engine.Connection) -> Any:
    """The database's own time in seconds, as an expression: leases of all processes are measured by it."""
    if database.dialect.name == "sqlite":
        return sa.literal_column("(julianday('now') - 2440587.5) * 86400.0")
    return sa.func.extract("epoch", sa.func.clock_timestamp())


def _begin(connection: sa.engine.Connection) -> None:
    # Python's driver begins by itself, and only at the first INSERT; so it is told not to, and we begin.
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver begins no transaction; `_begin` does
    # Changing to WAL needs the file alone, and SQLite does not always wait for that by itself.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    connection.execute("PRAGMA synchronous=FULL")
