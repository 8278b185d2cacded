"""What a server's database holds of a conversation, read past the server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from bot.storage import Conversations
from bot.storage.engine import create_engine
from bot.storage.tables import assessments, inbox, unanswered


@contextmanager
def opened(url: str) -> Iterator[sa.engine.Engine]:
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def heard(url: str, conversation: str) -> list[str]:
    """The visitor's messages in the conversation, in order."""
    with opened(url) as engine:
        history = Conversations(engine).history(conversation)
    return [event["text"] for event in history if event["event"] == "user"]


def states(url: str, conversation: str) -> list[str]:
    """What became of the messages that arrived, in order."""
    with opened(url) as engine, engine.connect() as connection:
        query = sa.select(inbox.c.state).where(inbox.c.conversation == conversation).order_by(inbox.c.id)
        return [row.state for row in connection.execute(query)]


def effects(url: str, conversation: str) -> list[Any]:
    """The messages for which something was stored beside the conversation."""
    with opened(url) as engine, engine.connect() as connection:
        return [
            row.message
            for table in (assessments, unanswered)
            for row in connection.execute(sa.select(table.c.message).where(table.c.conversation == conversation))
        ]


def until_arrived(url: str, conversation: str, count: int) -> None:
    """Wait until so many messages of a conversation have arrived."""
    deadline = time.monotonic() + 10
    while len(states(url, conversation)) < count:
        assert time.monotonic() < deadline, f"{count} messages did not arrive"
        time.sleep(0.01)
