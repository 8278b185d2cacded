"""What waits in the database: messages to be answered, and hand-offs to be delivered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import sqlalchemy as sa

from bot.storage.inbox import WAITING as UNANSWERED
from bot.storage.leases import FAILED, WAITING
from bot.storage.tables import handoffs, inbox

_MESSAGES = sa.select(sa.func.count().label("many"), sa.func.min(inbox.c.received).label("since")).where(
    inbox.c.state == UNANSWERED
)
_HANDOFFS = (
    sa.select(handoffs.c.state, sa.func.count().label("many"), sa.func.min(handoffs.c.created).label("since"))
    .where(handoffs.c.state.in_((WAITING, FAILED)))
    .group_by(handoffs.c.state)
)


@dataclass(frozen=True)
class Waiting:
    """How many there are, and since when the oldest; None without any."""

    many: int = 0
    since: datetime | None = None


@dataclass(frozen=True)
class Backlog:
    """Messages that wait or are worked on, and the hand-offs that are `waiting` or `failed`, of all servers."""

    messages: Waiting = Waiting()
    handoffs: Mapping[str, Waiting] = field(default_factory=dict)


def backlog(engine: sa.engine.Engine) -> Backlog:
    """How much waits at this moment."""
    with engine.connect() as connection:
        messages = connection.execute(_MESSAGES).one()
        found = {row.state: _waiting(row) for row in connection.execute(_HANDOFFS)}
    return Backlog(_waiting(messages), {state: found.get(state, Waiting()) for state in (WAITING, FAILED)})


def _waiting(row: sa.engine.Row) -> Waiting:
    since = row.since  # SQLite gives it without a time zone
    return Waiting(row.many, since.replace(tzinfo=UTC) if since and not since.tzinfo else since)
