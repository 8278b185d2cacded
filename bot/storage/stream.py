"""Turns on their way to the event broker: a row for each, written with it, and gone once its events are there."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.engine import clock
from bot.storage.leases import FAILED, WAITING, Leases
from bot.storage.tables import events, stream


@dataclass(frozen=True)
class Passage:
    """The right to stream a part of a conversation, until the lease ends: its events after number `after`, up to `upto`.

    `attempt` counts from 1.
    """

    number: int
    conversation: str
    created: datetime
    after: int
    upto: int
    owner: str
    attempt: int


class Stream(Leases):
    """All access to the stream but its storing. Each method is one transaction; times are the database's."""

    table = stream
    states = (WAITING, FAILED)  # what is delivered is gone
    barring = (WAITING, FAILED)  # a conversation arrives without a gap, or not any further

    def claim(self) -> Passage | None:
        """The right to stream what is due first; None when none is."""
        claimed = self.claim_row()
        if claimed is None:
            return None
        row = claimed[1]
        return Passage(row.id, row.conversation, row.created, row.after, row.upto, row.owner, row.attempts)

    def events(self, passage: Passage) -> list[dict[str, Any]]:
        """The events of a passage, in order; none when the conversation was forgotten, or another process has taken it over."""
        held = sa.exists().where(self.held(passage.number, passage.owner, passage.attempt))
        number = events.c.sequence
        inside = (events.c.conversation == passage.conversation) & number.between(passage.after + 1, passage.upto)
        with self._engine.connect() as connection:
            return [
                row.data for row in connection.execute(sa.select(events.c.data).where(inside & held).order_by(number))
            ]

    def delivered(self, passage: Passage) -> None:
        """Its events have arrived: the row goes."""
        with self._writing.begin() as connection:
            connection.execute(stream.delete().where(self.held(passage.number, passage.owner, passage.attempt)))

    def postpone(self, passage: Passage, seconds: float, unsure: bool = True) -> None:
        """Try it again after so many seconds; whether some of it arrived does not matter, consumers know events by number."""
        self._end(passage, due=self._now + seconds)

    def fail(self, passage: Passage) -> None:
        """Try it no more, and nothing behind it in its conversation, until `retry`."""
        self._end(passage, state=FAILED)

    def _end(self, passage: Passage, **values: Any) -> None:
        self.end_row(passage.number, passage.owner, passage.attempt, **values)


def put_passage(connection: sa.engine.Connection, conversation: str, after: int, upto: int) -> None:
    """Have events streamed; within the transaction of the turn that adds them."""
    row = {
        "conversation": conversation,
        "created": datetime.now(UTC),
        "after": after,
        "upto": upto,
        "state": WAITING,
        "due": clock(connection.engine),
        "attempts": 0,
    }
    connection.execute(stream.insert().values(**row))
