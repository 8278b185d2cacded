"""What waits in the database: messages to be answered; hand-offs, messages to Slack and events to be delivered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from bot.storage.inbox import WAITING as UNANSWERED
from bot.storage.leases import FAILED, WAITING
from bot.storage.tables import handoffs, inbox, outbox, stream

_MESSAGES = sa.select(sa.func.count().label("many"), sa.func.min(inbox.c.received).label("since")).where(
    inbox.c.state == UNANSWERED
)
_QUEUES = {
    table.name: sa.select(table.c.state, sa.func.count().label("many"), sa.func.min(table.c.created).label("since"))
    .where(table.c.state.in_((WAITING, FAILED)))
    .group_by(table.c.state)
    for table in (handoffs, outbox, stream)
}


@dataclass(frozen=True)
class Waiting:
    """How many there are, and since when the oldest; None without any."""

    many: int = 0
    since: datetime | None = None


@dataclass(frozen=True)
class Backlog:
    """Messages that wait or are worked on, and by queue and state what is `waiting` or `failed` there, of all servers."""

    messages: Waiting = Waiting()
    undelivered: Mapping[tuple[str, str], Waiting] = field(default_factory=dict)


def backlog(engine: sa.engine.Engine) -> Backlog:
    """How much waits at this moment."""
    with engine.connect() as connection:
        messages = connection.execute(_MESSAGES).one()
        found = {
            (queue, row.state): Waiting(row.many, row.since)
            for queue, query in _QUEUES.items()
            for row in connection.execute(query)
        }
    places = [(queue, state) for queue in _QUEUES for state in (WAITING, FAILED)]
    return Backlog(Waiting(messages.many, messages.since), {place: found.get(place, Waiting()) for place in places})
