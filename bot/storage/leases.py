"""Rows that wait to be delivered: taken by one process at a time, in order within a conversation, tried until it worked."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.engine import clock, writing

WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"


class Leases:
    """Claims and ends the deliveries of one table. Each method is one transaction; times are the database's."""

    table: sa.Table  # with id, conversation, created, state, due, owner, leased_until and attempts
    states: tuple[str, ...] = (WAITING, DELIVERED, FAILED)
    barring: tuple[str, ...] = (WAITING,)  # in these states one keeps back those behind it in its conversation

    def __init__(self, engine: sa.engine.Engine, owner: str, lease: float) -> None:
        """`owner` names this process, `lease` is for how many seconds it may deliver until another tries."""
        self._engine = engine
        self._writing = writing(engine)
        self._owner = owner
        self._lease = lease
        self._now = clock(engine)
        rows = self.table.c
        self._free = rows.leased_until.is_(None) | (rows.leased_until < self._now)
        earlier = self.table.alias()
        before = (earlier.c.conversation == rows.conversation) & (earlier.c.id < rows.id)
        behind = sa.exists().where(before & earlier.c.state.in_(self.barring))
        due = (rows.state == WAITING) & (rows.due <= self._now) & self._free & ~behind
        # Two processes that look at once do not fight for the same row; SQLite lets one look at a time.
        self._first = sa.select(self.table).where(due).order_by(rows.due).limit(1).with_for_update(skip_locked=True)

    def claim_row(self, **values: Any) -> tuple[Any, Any] | None:
        """The row that is due first, as it was before and as it is now that it is claimed; None when none is due.

        What follows another of its conversation waits until that one is delivered or failed; of some tables, delivered.
        """
        with self._writing.begin() as connection:
            found = connection.execute(self._first).one_or_none()
            if found is None:
                return None
            mine = (self.table.c.id == found.id) & (self.table.c.attempts == found.attempts) & self._free
            lease = {"owner": self._owner, "attempts": found.attempts + 1, "leased_until": self._now + self._lease}
            if not connection.execute(self.table.update().where(mine).values(**lease, **values)).rowcount:
                return None
            # Read again: until it was claimed, a turn may have added to it.
            return found, connection.execute(sa.select(self.table).where(self.table.c.id == found.id)).one()

    def end_row(self, number: int, owner: str, attempt: int, **values: Any) -> None:
        """Write how a delivery ended; nothing when another process has taken it over."""
        with self._writing.begin() as connection:
            held = self.held(number, owner, attempt)
            connection.execute(self.table.update().where(held).values(leased_until=None, **values))

    def held(self, number: int, owner: str, attempt: int) -> Any:
        """The row of a claim that is still held."""
        mine = (self.table.c.id == number) & (self.table.c.state == WAITING)
        return mine & (self.table.c.owner == owner) & (self.table.c.attempts == attempt)

    def counts(self) -> dict[str, int]:
        """How many there are in each state."""
        state = self.table.c.state
        query = sa.select(state, sa.func.count().label("many")).group_by(state)
        with self._engine.connect() as connection:
            return {row.state: row.many for row in connection.execute(query)}

    def retry(self) -> int:
        """Have the failed ones tried again, as if they came now; how many there are."""
        again = {"state": WAITING, "due": self._now, "created": datetime.now(UTC), "attempts": 0}
        with self._writing.begin() as connection:
            failed = self.table.c.state == FAILED
            return int(connection.execute(self.table.update().where(failed).values(**again)).rowcount)
