"""Copies an SQLite database while it is used."""

import os
import sqlite3
from pathlib import Path

import sqlalchemy as sa


class CannotBackUp(RuntimeError):
    """No copy was made; the message says why."""


def back_up(engine: sa.engine.Engine, file: Path) -> int:
    """Write the database as it is at this moment into a new file, on disk when this returns; its size in bytes.

    Raises CannotBackUp.
    """
    if engine.dialect.name != "sqlite":
        raise CannotBackUp("This copies SQLite only; PostgreSQL has pg_dump (docs/operations.md).")
    part = file.with_name(f"{file.name}.part")
    for taken in (file, part):
        if taken.exists():
            raise CannotBackUp(f"{taken} is there already; name a file that is not.")
    connection = engine.raw_connection()  # in no transaction: this takes one of its own, and servers go on writing
    try:
        connection.execute("VACUUM INTO ?", [str(part)])
        with part.open("rb") as copy:
            os.fsync(copy.fileno())
        part.rename(file)
    except (OSError, sqlite3.Error) as error:
        raise CannotBackUp(f"{file} cannot be written: {error}") from None
    finally:
        connection.close()
    return file.stat().st_size
