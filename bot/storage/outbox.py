"""What goes out on a channel that does not wait for answers: stored with what causes it, delivered until it worked."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.engine import clock, writing
from bot.storage.leases import FAILED, WAITING, Leases
from bot.storage.tables import outbox

Call = Mapping[str, Any]  # what to call, as the channel's room writes and reads it


@dataclass(frozen=True)
class Post:
    """The right to make a call, until the lease ends.

    `id` names it: whoever finds it at the receiver knows that it was made. `unsure`: an attempt ended without saying
    whether it worked. `attempt` counts from 1.
    """

    number: int
    id: str
    conversation: str
    created: datetime
    call: dict[str, Any]
    unsure: bool
    owner: str
    attempt: int


class Outbox(Leases):
    """All access to the outbox. Each method is one transaction; times are the database's."""

    table = outbox
    states = (WAITING, FAILED)  # what is delivered is gone

    def put(self, conversation: str, calls: Sequence[Call]) -> None:
        """Have calls made, one after the other, behind those of this conversation that wait."""
        with writing(self._engine).begin() as connection:
            put_calls(connection, conversation, calls)

    def claim(self) -> Post | None:
        """The right to make the call that is due first; None when none is."""
        claimed = self.claim_row(unsure=True)  # until the attempt says more
        if claimed is None:
            return None
        before, row = claimed
        return Post(row.id, row.post, row.conversation, row.created, row.data, before.unsure, row.owner, row.attempts)

    def delivered(self, post: Post) -> None:
        """The call was made: the row goes, for the conversation itself has what was said."""
        with self._writing.begin() as connection:
            connection.execute(outbox.delete().where(self.held(post.number, post.owner, post.attempt)))

    def postpone(self, post: Post, seconds: float, unsure: bool = True) -> None:
        """Try it again after so many seconds; `unsure` unless it was plainly refused."""
        self._end(post, due=self._now + seconds, unsure=unsure)

    def fail(self, post: Post) -> None:
        """Try it no more, until `retry`."""
        self._end(post, state=FAILED)

    def _end(self, post: Post, **values: Any) -> None:
        self.end_row(post.number, post.owner, post.attempt, **values)


def put_calls(connection: sa.engine.Connection, conversation: str, calls: Sequence[Call]) -> None:
    """Store calls within the transaction of what causes them."""
    now = datetime.now(UTC)
    for call in calls:  # one by one: ids have to be in this order
        row = {
            "post": str(uuid.uuid4()),
            "conversation": conversation,
            "created": now,
            "data": dict(call),
            "state": WAITING,
            "due": clock(connection.engine),
            "attempts": 0,
            "unsure": False,
        }
        connection.execute(outbox.insert().values(**row))
