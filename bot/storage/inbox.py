"""The inbox: every message is kept before it is worked on, worked on by one at a time, and answered once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.engine import clock, writing
from bot.storage.outbox import Call, put_calls
from bot.storage.tables import inbox

MOST_WAITING = 20  # messages of one conversation; a person does not type faster than they are answered
MOST_ATTEMPTS = 3  # a message that ended three servers is not tried a fourth time
WAITING, DONE, FAILED = "waiting", "done", "failed"
AGAIN = {"state": WAITING, "attempts": 0, "owner": None, "leased_until": None}  # what a failed message gets anew

Reply = list[dict[str, Any]]

# Built once: to build a statement costs as much as to run it. Parameters are named `at_...`, unlike any column.
_AT = {name: sa.bindparam(f"at_{name}") for name in ("channel", "conversation", "message", "id", "owner", "attempts")}
_WAITS = (inbox.c.conversation == _AT["conversation"]) & (inbox.c.state == WAITING)
_KNOWN = sa.select(inbox).where(
    (inbox.c.channel == _AT["channel"])
    & (inbox.c.conversation == _AT["conversation"])
    & (inbox.c.message == _AT["message"])
)
_COUNT = sa.select(sa.func.count()).where(_WAITS)
_FIRST = sa.select(inbox).where(_WAITS).order_by(inbox.c.id).limit(1)
_HELD = (
    (inbox.c.id == _AT["id"])
    & (inbox.c.state == WAITING)
    & (inbox.c.owner == _AT["owner"])
    & (inbox.c.attempts == _AT["attempts"])
)
_INSERT = inbox.insert()
_FINISH = inbox.update().where(_HELD).values(state=DONE, leased_until=None)  # and the reply
_FAIL = inbox.update().where(_HELD).values(state=FAILED, leased_until=None)


class QueueFull(RuntimeError):
    """Too many messages of this conversation wait."""


class Reused(ValueError):
    """The id of an earlier message came with another text."""


class LeaseLost(RuntimeError):
    """Another took the message over; nothing was stored."""


@dataclass(frozen=True)
class Message:
    """A message as a channel received it; `id` is the channel's, the same when it is sent again."""

    channel: str
    conversation: str
    id: str
    text: str
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Claim:
    """The right to work on a message, until the lease ends. `number` orders all messages, and names what this one causes."""

    number: int
    message: Message
    owner: str
    attempt: int


@dataclass(frozen=True)
class Receipt:
    """What became of a message that was put: its `number`, its `reply` when it was answered before, or the right to work on it.

    Neither when it has to wait for another. `new`: it was not known before.
    """

    number: int
    reply: Reply | None = None
    claim: Claim | None = None
    new: bool = False


class Inbox:
    """All access to the inbox. Each method is one transaction; leases are measured by the database's clock."""

    def __init__(
        self,
        engine: sa.engine.Engine,
        owner: str,
        lease: float,
        regrets: Callable[[Message], Sequence[Call]] = lambda _: (),
    ) -> None:
        """`owner` names this process, `lease` is for how many seconds it may work without a sign of life.

        `regrets` are the calls that tell of a message which is given up, on a channel that does not wait for its answer.
        """
        self._engine = engine
        self._regrets = regrets
        self._writing = writing(engine)
        self._owner = owner
        self._lease = lease
        self._now = clock(engine)
        self._extend = inbox.update().where(_HELD).values(leased_until=self._now + lease)
        self._leased = inbox.insert().values(leased_until=self._now + lease)
        free = inbox.c.leased_until.is_(None) | (inbox.c.leased_until < self._now)
        mine = inbox.update().where((inbox.c.id == _AT["id"]) & (inbox.c.state == WAITING) & free)
        self._take = mine.values(leased_until=self._now + lease)  # and owner and attempts
        self._give_up = mine.values(state=FAILED)

    def put(self, message: Message) -> Receipt:
        """Keep a message, or find it again. Raises QueueFull or Reused."""
        place = {"at_channel": message.channel, "at_conversation": message.conversation, "at_message": message.id}
        with self._writing.begin() as connection:
            keep_order(connection, message.conversation)
            known = connection.execute(_KNOWN, place).one_or_none()
            if known is None:
                return self._take_in(connection, message)
            if known.text != message.text:
                raise Reused("this id belongs to an earlier message with another text")
            if known.state == DONE:
                return Receipt(known.id, reply=known.reply)
            if known.state == FAILED:  # who was told so sends it again
                connection.execute(inbox.update().where(inbox.c.id == known.id).values(**AGAIN))
            return Receipt(known.id, claim=self._claim(connection, message.conversation))

    def claim(self, conversation: str) -> Claim | None:
        """The right to work on the first message that waits in a conversation; None when another has it, or none waits."""
        with self._writing.begin() as connection:
            return self._claim(connection, conversation)

    def extend(self, claim: Claim) -> bool:
        """Go on working for another lease; False when another took over."""
        with self._writing.begin() as connection:
            return bool(connection.execute(self._extend, _held(claim)).rowcount)

    def fail(self, claim: Claim) -> None:
        """Give a message up: whoever sent it is told, and may send it again."""
        with self._writing.begin() as connection:
            if connection.execute(_FAIL, _held(claim)).rowcount:
                put_calls(connection, claim.message.conversation, self._regrets(claim.message))

    def reply(self, number: int) -> tuple[str, Reply | None]:
        """The state of a message, and its reply when it is done; one that was forgotten meanwhile has failed."""
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(inbox.c.state, inbox.c.reply).where(inbox.c.id == number)).one_or_none()
        return (row.state, row.reply) if row else (FAILED, None)

    def knows(self, conversation: str) -> bool:
        """Whether there is a message of a conversation."""
        with self._engine.connect() as connection:
            query = sa.select(inbox.c.id).where(inbox.c.conversation == conversation).limit(1)
            return connection.execute(query).first() is not None

    def check(self) -> None:
        """Raise what hinders a message from being kept: one is written and taken away again, in one transaction."""
        with self._writing.begin() as connection:
            number = self._insert(connection, Message("check", "", self._owner, ""))  # no visitor's: they have names
            connection.execute(inbox.delete().where(inbox.c.id == number))

    def abandoned(self) -> list[str]:
        """Conversations with a message that nobody works on any more, or that nobody has begun."""
        ended = (inbox.c.leased_until < self._now) | inbox.c.leased_until.is_(None)
        with self._engine.connect() as connection:
            query = sa.select(inbox.c.conversation).distinct().where(inbox.c.state == WAITING, ended)
            return [str(row.conversation) for row in connection.execute(query)]

    def _take_in(self, connection: sa.engine.Connection, message: Message) -> Receipt:
        """Keep a new message; where none waits before it, with the right to work on it."""
        waiting = connection.execute(_COUNT, {"at_conversation": message.conversation}).scalar_one()
        if waiting >= MOST_WAITING:
            raise QueueFull(f"{MOST_WAITING} messages of this conversation wait to be answered")
        if not waiting:
            number = self._insert(connection, message, self._leased, owner=self._owner, attempts=1)
            return Receipt(number, claim=Claim(number, message, self._owner, 1), new=True)
        number = self._insert(connection, message)
        return Receipt(number, claim=self._claim(connection, message.conversation), new=True)

    @staticmethod
    def _insert(
        connection: sa.engine.Connection, message: Message, statement: Any = _INSERT, attempts: int = 0, **lease: Any
    ) -> int:
        row = {
            "channel": message.channel,
            "conversation": message.conversation,
            "message": message.id,
            "text": message.text,
            "metadata": message.metadata,
            "received": datetime.now(UTC),
            "state": WAITING,
            "attempts": attempts,
            **lease,
        }
        return int(connection.execute(statement, row).inserted_primary_key[0])

    def _claim(self, connection: sa.engine.Connection, conversation: str) -> Claim | None:
        while True:
            first = connection.execute(_FIRST, {"at_conversation": conversation}).one_or_none()
            if first is None:
                return None
            given_up = first.attempts >= MOST_ATTEMPTS
            values = {"at_id": first.id, "owner": self._owner, "attempts": first.attempts + 1}
            if not connection.execute(self._give_up if given_up else self._take, values).rowcount:
                return None
            message = Message(first.channel, first.conversation, first.message, first.text, first.metadata)
            if not given_up:
                break
            put_calls(connection, conversation, self._regrets(message))
        return Claim(first.id, message, self._owner, first.attempts + 1)


def keep_order(connection: sa.engine.Connection, conversation: str) -> None:
    """Let one message of a conversation in at a time, so that numbers are in the order of arrival."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"inbox {conversation}"))))


def finish(connection: sa.engine.Connection, claim: Claim, reply: Sequence[dict[str, Any]]) -> None:
    """Answer a claimed message, within the transaction that stores its turn. Raises LeaseLost."""
    if not connection.execute(_FINISH, {**_held(claim), "reply": list(reply)}).rowcount:
        raise LeaseLost("another took the message over")


def _held(claim: Claim) -> dict[str, Any]:
    """The parameters that find a message as long as its lease is held."""
    return {"at_id": claim.number, "at_owner": claim.owner, "at_attempts": claim.attempt}
