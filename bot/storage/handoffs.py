"""Conversations handed to a person: stored with the turn that hands them over, and delivered until it worked."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.engine import clock, writing
from bot.storage.tables import handoffs

WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"
GATHERED = 5.0  # seconds in which what a visitor adds is gathered into one delivery


@dataclass(frozen=True)
class Handoff:
    """What a turn hands over: how to reach the visitor, the profile, and the assessment there is.

    `follows`: it adds the visitor's next message to what was handed over before.
    """

    contact: str | None = None
    profile: Mapping[str, Any] = field(default_factory=dict)
    assessment: str | None = None
    follows: bool = False


@dataclass(frozen=True)
class Delivery:
    """The right to deliver a hand-off, until the lease ends.

    `id` names it for the receiver, `thread` the one that it follows (itself when it begins a thread); it delivers the
    conversation's events after number `after` up to number `upto`. `attempt` counts from 1.
    """

    number: int
    id: str
    thread: str
    conversation: str
    created: datetime
    contact: str | None
    profile: dict[str, Any]
    assessment: str | None
    after: int
    upto: int
    owner: str
    attempt: int


class Handoffs:
    """All access to the hand-offs but their storing. Each method is one transaction; times are the database's."""

    def __init__(self, engine: sa.engine.Engine, owner: str, lease: float) -> None:
        """`owner` names this process, `lease` is for how many seconds it may deliver until another tries."""
        self._engine = engine
        self._writing = writing(engine)
        self._owner = owner
        self._lease = lease
        self._now = clock(engine)

    def claim(self) -> Delivery | None:
        """The right to deliver the oldest that is due; None when none is, or another was quicker.

        What follows another of its conversation waits until that one is delivered or failed.
        """
        free = handoffs.c.leased_until.is_(None) | (handoffs.c.leased_until < self._now)
        earlier = handoffs.alias()
        before = (earlier.c.conversation == handoffs.c.conversation) & (earlier.c.id < handoffs.c.id)
        behind = sa.exists().where(before & (earlier.c.state == WAITING))
        due = (handoffs.c.state == WAITING) & (handoffs.c.due <= self._now) & free & ~behind
        query = sa.select(handoffs.c.id, handoffs.c.attempts).where(due).order_by(handoffs.c.due).limit(1)
        with self._writing.begin() as connection:
            found = connection.execute(query).one_or_none()
            if found is None:
                return None
            mine = (handoffs.c.id == found.id) & (handoffs.c.attempts == found.attempts) & free
            values = {
                "owner": self._owner,
                "attempts": found.attempts + 1,
                "leased_until": self._now + self._lease,
            }
            if not connection.execute(handoffs.update().where(mine).values(**values)).rowcount:
                return None
            # Read only now: until it was claimed, a turn may have added to it.
            row = connection.execute(sa.select(handoffs).where(handoffs.c.id == found.id)).one()
        created = row.created if row.created.tzinfo else row.created.replace(tzinfo=UTC)
        return Delivery(
            row.id,
            row.delivery,
            row.thread,
            row.conversation,
            created,
            row.contact,
            row.profile,
            row.assessment,
            row.after,
            row.upto,
            row.owner,
            row.attempts,
        )

    def delivered(self, delivery: Delivery) -> None:
        """It has arrived."""
        self._end(delivery, state=DELIVERED, delivered=datetime.now(UTC))

    def postpone(self, delivery: Delivery, seconds: float) -> None:
        """Try it again after so many seconds."""
        self._end(delivery, due=self._now + seconds)

    def fail(self, delivery: Delivery) -> None:
        """Try it no more, until `retry`."""
        self._end(delivery, state=FAILED)

    def counts(self) -> dict[str, int]:
        """How many there are in each state."""
        query = sa.select(handoffs.c.state, sa.func.count().label("many")).group_by(handoffs.c.state)
        with self._engine.connect() as connection:
            return {row.state: row.many for row in connection.execute(query)}

    def retry(self) -> int:
        """Have the failed ones tried again, as if they were handed over now; how many there are."""
        again = {"state": WAITING, "due": self._now, "created": datetime.now(UTC), "attempts": 0}
        with self._writing.begin() as connection:
            return int(connection.execute(handoffs.update().where(handoffs.c.state == FAILED).values(**again)).rowcount)

    def _end(self, delivery: Delivery, **values: Any) -> None:
        mine = (handoffs.c.id == delivery.number) & (handoffs.c.state == WAITING)
        mine &= (handoffs.c.owner == delivery.owner) & (handoffs.c.attempts == delivery.attempt)
        with self._writing.begin() as connection:
            connection.execute(handoffs.update().where(mine).values(leased_until=None, **values))


def put(connection: sa.engine.Connection, conversation: str, message: str, upto: int, handoff: Handoff) -> None:
    """Store a hand-off within the transaction of its turn, whose last event has the number `upto`.

    What follows a hand-off begins where that one ends; what still waits to be tried for the first time takes it in.
    """
    before = None
    if handoff.follows:
        mine = handoffs.c.conversation == conversation
        before = connection.execute(
            sa.select(handoffs).where(mine).order_by(handoffs.c.id.desc()).limit(1)
        ).one_or_none()
    if before is not None:
        untried = (handoffs.c.id == before.id) & (handoffs.c.attempts == 0)
        if connection.execute(handoffs.update().where(untried).values(upto=upto)).rowcount:
            return
    name = str(uuid.uuid4())
    row = {
        "delivery": name,
        "thread": before.thread if before else name,
        "conversation": conversation,
        "message": message,
        "created": datetime.now(UTC),
        "contact": handoff.contact,
        "profile": dict(handoff.profile),
        "assessment": handoff.assessment,
        "after": before.upto if before else 0,
        "upto": upto,
        "state": WAITING,
        "due": clock(connection.engine) + (GATHERED if before else 0.0),
        "attempts": 0,
    }
    connection.execute(handoffs.insert().values(**row))
