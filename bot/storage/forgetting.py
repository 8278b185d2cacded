"""Removes everything of a conversation: events, messages, assessments, feedback, hand-offs, what is to go out, token."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.engine import clock, writing
from bot.storage.inbox import WAITING, Claim, finish, keep_order
from bot.storage.outbox import Call, put_calls
from bot.storage.tables import (
    assessments,
    conversations,
    events,
    feedback,
    handoffs,
    inbox,
    outbox,
    stream,
    tokens,
    unanswered,
)

BATCH = 500  # conversations in one transaction
# Each has a column `conversation`. Events come first: feedback is stored only while its event is there.
_OF_A_CONVERSATION = (events, inbox, assessments, unanswered, feedback, handoffs, outbox, stream, tokens)


class UnderWay(RuntimeError):
    """A message of the conversation is being worked on, which would leave something behind; nothing was removed."""


def erase(engine: sa.engine.Engine, conversation: str) -> int:
    """Remove everything of a conversation that may be going on; how many rows there were. Raises UnderWay."""
    waiting = (inbox.c.conversation == conversation) & (inbox.c.state == WAITING)
    leased = inbox.c.leased_until > clock(engine)
    with writing(engine).begin() as connection:
        keep_order(connection, conversation)
        # Locked, so that nobody begins to work on one of them meanwhile.
        found = connection.execute(sa.select(leased.label("leased")).where(waiting).with_for_update()).all()
        if any(row.leased for row in found):
            raise UnderWay("a message of this conversation is being worked on")
        return _rows_removed(connection, [conversation])


def forget_at_wish(
    engine: sa.engine.Engine, claim: Claim, reply: Sequence[dict[str, Any]], calls: Sequence[Call] = ()
) -> None:
    """Remove everything of the conversation whose visitor wishes so in a claimed message, and answer that message.

    `calls` take the reply to a channel that does not wait for it.

    The message stays with its reply, for a client that asks again, and so do those that were sent behind it, and the token
    that opens them.
    """
    conversation = claim.message.conversation
    with writing(engine).begin() as connection:
        finish(connection, claim, reply)
        connection.execute(conversations.delete().where(conversations.c.id == conversation))
        for table in _OF_A_CONVERSATION:
            mine = table.c.conversation == conversation
            if table is not tokens:
                connection.execute(table.delete().where(mine & (table.c.id < claim.number) if table is inbox else mine))
        put_calls(connection, conversation, calls)


def untouched_since(engine: sa.engine.Engine, moment: datetime) -> list[str]:
    """Conversations without a sign of life since a moment, those included that never got beyond the inbox."""
    latest = _latest(moment)
    with engine.connect() as connection:
        return [str(row[0]) for row in connection.execute(latest)]


def purge(engine: sa.engine.Engine, moment: datetime) -> tuple[int, int]:
    """Remove every conversation without a sign of life since a moment; how many conversations and rows."""
    old = untouched_since(engine, moment)
    count = rows = 0
    for start in range(0, len(old), BATCH):
        with writing(engine).begin() as connection:
            # Asked again in the transaction that removes: somebody may have come back meanwhile.
            still = connection.execute(_latest(moment, old[start : start + BATCH])).scalars().all()
            count, rows = count + len(still), rows + _rows_removed(connection, still)
    return count, rows


def _latest(moment: datetime, among: Sequence[str] | None = None) -> sa.sql.Select:
    """Selects the conversations whose last sign of life was before a moment; with `among`, of these ids."""
    signs = sa.union_all(
        sa.select(conversations.c.id.label("id"), conversations.c.updated.label("at")),
        sa.select(inbox.c.conversation, inbox.c.received),
        sa.select(assessments.c.conversation, assessments.c.created),
        sa.select(unanswered.c.conversation, unanswered.c.created),
        sa.select(handoffs.c.conversation, handoffs.c.created),
        sa.select(feedback.c.conversation, feedback.c.given),
        sa.select(outbox.c.conversation, outbox.c.created),
        sa.select(tokens.c.conversation, tokens.c.created),
    ).subquery()
    query = sa.select(signs.c.id).group_by(signs.c.id).having(sa.func.max(signs.c.at) < moment)
    return query if among is None else query.where(signs.c.id.in_(among))


def _rows_removed(connection: sa.engine.Connection, ids: Sequence[str]) -> int:
    rows = connection.execute(conversations.delete().where(conversations.c.id.in_(ids))).rowcount
    for table in _OF_A_CONVERSATION:
        rows += connection.execute(table.delete().where(table.c.conversation.in_(ids))).rowcount
    return int(rows)
