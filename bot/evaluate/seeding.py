"""Fills what a bot remembers, and sees how much it is, so that what grows with it can be measured without talking for days."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.storage.engine import create_engine, writing
from bot.storage.tables import conversations, events, inbox

BATCH = 1000
_COPIED = """
INSERT INTO events (sender_id, type_name, timestamp, intent_name, action_name, data)
SELECT ?, type_name, timestamp, intent_name, action_name, data FROM events WHERE sender_id = ? ORDER BY id
"""


def copy_conversations(url: str, model: str, many: int) -> None:
    """Store a conversation of our own bot so many times again, under other names, with its messages."""
    engine = create_engine(url)
    for first in range(0, many, BATCH):
        names = [f"{model}-copy-{number}" for number in range(first, min(first + BATCH, many))]
        with writing(engine).begin() as connection:
            for table, key, without in (
                (conversations, conversations.c.id, ()),
                (events, events.c.conversation, ()),
                (inbox, inbox.c.conversation, ("id",)),
            ):
                found = connection.execute(sa.select(table).where(key == model)).mappings().all()
                rows = [{**_kept(row, without), key.name: name} for name in names for row in found]
                if rows:
                    connection.execute(table.insert(), rows)
    engine.dispose()


def _kept(row: Any, without: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in without}


def lengthen(database: Path, model: str, name: str, turns: int, known: int) -> None:
    """Give stock Rasa's tracker store, on SQLite, a conversation of so many turns: those of one of `known` turns again."""
    engine = sa.create_engine(f"sqlite:///{database}")
    with engine.begin() as connection:
        for _ in range(turns // known):
            connection.exec_driver_sql(_COPIED, (name, model))
    engine.dispose()


def size(url: str) -> int:
    """Bytes of our own bot's database on SQLite."""
    engine = create_engine(url)
    with engine.connect() as connection:
        pages, page = (connection.exec_driver_sql(f"PRAGMA page_{what}").scalar_one() for what in ("count", "size"))
    engine.dispose()
    return int(pages * page)
