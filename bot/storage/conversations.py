"""Keeps conversations: every event for ever, and as much as the next turn needs to read at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.engine import writing
from bot.storage.handoffs import Handoff, put
from bot.storage.inbox import Claim, finish
from bot.storage.outbox import Call, put_calls
from bot.storage.stream import put_passage
from bot.storage.tables import conversations, events

Event = dict[str, Any]

# Built once: to build a statement costs as much as to run it. Parameters are named `at_...`, unlike any column.
_AT = {name: sa.bindparam(f"at_{name}") for name in ("conversation", "version", "first", "last")}
_HEAD = sa.select(conversations).where(conversations.c.id == _AT["conversation"])
_HISTORY = sa.select(events.c.data).where(events.c.conversation == _AT["conversation"]).order_by(events.c.sequence)
_RECENT = _HISTORY.where(events.c.sequence.between(_AT["first"], _AT["last"]))
_APPEND, _BEGIN = events.insert(), conversations.insert()
_MOVE = conversations.update().where(
    (conversations.c.id == _AT["conversation"]) & (conversations.c.version == _AT["version"])
)


class Conflict(RuntimeError):
    """Another turn of the conversation was stored meanwhile; nothing of this one was."""


@dataclass(frozen=True)
class Stored:
    """What the next turn starts from: `snapshot` and `recent` events, the last of which has the number `sequence`."""

    version: int
    sequence: int
    base: int
    snapshot: list[Event]
    recent: list[Event]


@dataclass(frozen=True)
class Turn:
    """What a turn adds to a conversation of `version`: events, numbered from `sequence` + 1.

    `base` and `snapshot` are what is read from now on: the events from number `base` on, behind `snapshot`. A turn that
    works on a claimed message finishes it with `reply`, and may hand the conversation over with it. `calls` take the reply to
    a channel that does not wait for it.
    """

    conversation: str
    version: int
    sequence: int
    events: Sequence[Event]
    base: int
    snapshot: Sequence[Event]
    claim: Claim | None = None
    reply: Sequence[dict[str, Any]] = ()
    handoff: Handoff | None = None
    calls: Sequence[Call] = ()


class Conversations:
    """All access to conversations. Each method is one transaction."""

    def __init__(self, engine: sa.engine.Engine, streamed: bool = False) -> None:
        """`streamed`: what is stored is also put into the stream."""
        self.engine = engine
        self._writing = writing(engine)
        self._streamed = streamed

    def load(self, conversation: str) -> Stored | None:
        """What the next turn starts from; None for an unknown conversation."""
        with self.engine.connect() as connection:
            head = connection.execute(_HEAD, {"at_conversation": conversation}).one_or_none()
            if head is None:
                return None
            # A turn that is stored meanwhile is not half of this reading.
            place = {"at_conversation": conversation, "at_first": head.base, "at_last": head.sequence}
            recent = [row.data for row in connection.execute(_RECENT, place)]
        return Stored(head.version, head.sequence, head.base, head.snapshot, recent)

    def history(self, conversation: str) -> list[Event]:
        """All events, oldest first."""
        with self.engine.connect() as connection:
            return [row.data for row in connection.execute(_HISTORY, {"at_conversation": conversation})]

    def part(self, conversation: str, after: int, upto: int) -> list[Event]:
        """The events after number `after`, up to number `upto`."""
        with self.engine.connect() as connection:
            place = {"at_conversation": conversation, "at_first": after + 1, "at_last": upto}
            return [row.data for row in connection.execute(_RECENT, place)]

    def ids(self) -> list[str]:
        """The ids of all conversations."""
        with self.engine.connect() as connection:
            return [row.id for row in connection.execute(sa.select(conversations.c.id))]

    def save(self, turn: Turn) -> None:
        """Store a turn, all of it or nothing. Raises Conflict, or inbox.LeaseLost when another works on its message."""
        last = turn.sequence + len(turn.events)
        head = {
            "version": turn.version + 1,
            "sequence": last,
            "base": turn.base,
            "snapshot": list(turn.snapshot),
            "updated": datetime.now(UTC),
        }
        rows = [
            {"conversation": turn.conversation, "sequence": number, "data": event}
            for number, event in enumerate(turn.events, start=turn.sequence + 1)
        ]
        with self._writing.begin() as connection:
            self._move(connection, turn, head)
            if rows:
                connection.execute(_APPEND, rows)
                if self._streamed:
                    put_passage(connection, turn.conversation, turn.sequence, last)
            if turn.claim is not None:
                finish(connection, turn.claim, turn.reply)
                if turn.handoff is not None:
                    put(connection, turn.conversation, str(turn.claim.number), last, turn.handoff)
                put_calls(connection, turn.conversation, turn.calls)

    @staticmethod
    def _move(connection: sa.engine.Connection, turn: Turn, head: dict[str, Any]) -> None:
        if turn.version:
            mine = {"at_conversation": turn.conversation, "at_version": turn.version}
            moved = connection.execute(_MOVE, {**mine, **head}).rowcount
        else:
            try:
                moved = connection.execute(_BEGIN, {"id": turn.conversation, **head}).rowcount
            except sa.exc.IntegrityError:
                moved = 0
        if moved != 1:
            raise Conflict(f"version {turn.version} of the conversation is no longer the last one")
