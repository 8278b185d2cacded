"""Conversations handed to a person: stored with the turn that hands them over, and delivered until it worked."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.engine import clock
from bot.storage.leases import DELIVERED, FAILED, WAITING, Leases
from bot.storage.tables import handoffs

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


class Handoffs(Leases):
    """All access to the hand-offs but their storing. Each method is one transaction; times are the database's."""

    table = handoffs

    def claim(self) -> Delivery | None:
        """The right to deliver the oldest that is due; None when none is, or another was quicker."""
        claimed = self.claim_row()
        if claimed is None:
            return None
        row = claimed[1]
        return Delivery(
            row.id,
            row.delivery,
            row.thread,
            row.conversation,
            row.created,
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

    def postpone(self, delivery: Delivery, seconds: float, unsure: bool = True) -> None:
        """Try it again after so many seconds; whether it arrived does not matter, receivers know it by its id."""
        self._end(delivery, due=self._now + seconds)

    def fail(self, delivery: Delivery) -> None:
        """Try it no more, until `retry`."""
        self._end(delivery, state=FAILED)

    def _end(self, delivery: Delivery, **values: Any) -> None:
        self.end_row(delivery.number, delivery.owner, delivery.attempt, **values)


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
