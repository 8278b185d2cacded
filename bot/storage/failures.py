"""Messages that were given up, and their second chance."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.storage.engine import writing
from bot.storage.inbox import AGAIN, FAILED
from bot.storage.tables import inbox

# What is said after a message goes on without its answer: an answer then would come in the middle of something else.
_LAST = sa.select(sa.func.max(inbox.c.id)).group_by(inbox.c.conversation).scalar_subquery()
_FAILED = sa.select(
    inbox.c.id, inbox.c.received, inbox.c.channel, inbox.c.conversation, inbox.c.id.in_(_LAST).label("last")
).where(inbox.c.state == FAILED)
_RETRY = inbox.update().where(inbox.c.state == FAILED, inbox.c.id.in_(_LAST)).values(**AGAIN)


@dataclass(frozen=True)
class Failure:
    """A message that was given up: its number in the log, and whether it is the last of its conversation."""

    number: int
    received: datetime
    channel: str
    conversation: str
    last: bool


def failures(engine: sa.engine.Engine) -> list[Failure]:
    """All that were given up and not sent again, oldest first."""
    with engine.connect() as connection:
        return [Failure(*row) for row in connection.execute(_FAILED.order_by(inbox.c.id))]


def retry(engine: sa.engine.Engine) -> int:
    """Have a server answer those that are the last of their conversation; return how many."""
    with writing(engine).begin() as connection:
        return int(connection.execute(_RETRY).rowcount)
