"""Fills the ledger from what is stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from bot.storage.inbox import DONE
from bot.storage.ledger import (
    ANSWER,
    BROWSER,
    CLARIFY,
    DECLINE,
    FALLBACK,
    HANDOFF,
    QUESTION,
    REST,
    Scope,
    opinions,
    said,
    talks,
    turns,
)
from bot.storage.tables import assessments, events, feedback, inbox, unanswered
from bot.storage.tokens import WEB


@contextmanager
def ledger(engine: sa.engine.Engine, scope: Scope, replies: bool = True) -> Iterator[sa.engine.Connection]:
    """A connection on which the tables of the ledger are filled for a scope; nothing of it stays.

    Without `replies` nothing is known of what the bot said, which takes a fraction of the time and is enough for opinions.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":  # SQLite's transactions see one moment anyway
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        transaction = connection.begin()
        try:
            for table in (said, turns, talks, opinions):
                table.create(connection)
            filled = [(turns, _turns(engine, scope)), (opinions, _opinions())]
            if replies:
                filled = [(said, _said(engine, scope)), *filled, (talks, _talks())]
            for table, query in filled:
                connection.execute(table.insert().from_select([column.name for column in table.columns], query))
                if engine.dialect.name == "postgresql":  # which plans blindly otherwise: nobody else looks at these
                    connection.execute(sa.text(f"ANALYZE {table.name}"))
            yield connection
        finally:
            transaction.rollback()


def _reached(scope: Scope) -> Any:
    """Messages of conversations with a message in the period."""
    if scope.since is None and scope.until is None:
        return sa.true()
    within = sa.select(inbox.c.conversation).where(scope.holds(inbox.c.received))
    return inbox.c.conversation.in_(within)


def _said(engine: sa.engine.Engine, scope: Scope) -> Any:
    unpack = sa.func.json_each if engine.dialect.name == "sqlite" else sa.func.json_array_elements
    each = unpack(inbox.c.reply).table_valued(sa.column("value", sa.JSON), name="each")
    kind = each.c.value[("metadata", "kind")].as_string()
    # With an offset the kind is read first and once, and the rest only where it is: recommendations are long.
    sorts = (
        sa.select(inbox.c.id.label("message"), each.c.value, kind.label("kind"))
        .select_from(inbox.join(each, sa.true()))
        .where(inbox.c.state == DONE, _reached(scope))
        .offset(0)
        .subquery("sorts")
    )
    metadata = {key: sorts.c.value[("metadata", key)] for key in ("faq", "slot", "choices")}
    return sa.select(
        sorts.c.message,
        sorts.c.kind,
        sa.case((sorts.c.kind == ANSWER, metadata["faq"].as_string())),
        sa.case((sorts.c.kind == QUESTION, metadata["slot"].as_string())),
        sa.case((sorts.c.kind == CLARIFY, metadata["choices"])),
    )


def _turns(engine: sa.engine.Engine, scope: Scope) -> Any:
    counted = (ANSWER, CLARIFY, DECLINE, FALLBACK, HANDOFF)
    reply = (
        sa.select(
            said.c.message,
            *(sa.func.max(sa.case((said.c.kind == kind, 1), else_=0)).label(kind) for kind in counted),
            sa.func.max(sa.case((said.c.kind == QUESTION, said.c.slot))).label("slot"),
        )
        .group_by(said.c.message)
        .subquery("reply")
    )
    browser = (inbox.c.channel == REST) & (sa.func.substr(inbox.c.conversation, 1, len(WEB)) == WEB)
    way = sa.case((browser, BROWSER), else_=inbox.c.channel)
    began = sa.func.first_value(way).over(partition_by=inbox.c.conversation, order_by=inbox.c.id)
    name = sa.cast(inbox.c.id, sa.String)
    query = (
        sa.select(
            inbox.c.id,
            inbox.c.conversation,
            began.label("channel"),
            inbox.c.received,
            _week(engine, inbox.c.received),
            scope.holds(inbox.c.received).label("inside"),
            inbox.c.state,
            *(sa.func.coalesce(reply.c[kind], 0) for kind in counted),
            reply.c.slot,
            unanswered.c.reason,
            assessments.c.id.label("assessment"),
        )
        .select_from(
            inbox.outerjoin(reply, reply.c.message == inbox.c.id)
            .outerjoin(unanswered, unanswered.c.message == name)
            .outerjoin(assessments, assessments.c.message == name)
        )
        .where(_reached(scope))
    )
    if scope.channel is None:
        return query
    all_channels = query.subquery()
    return sa.select(all_channels).where(all_channels.c.channel == scope.channel)


def _week(engine: sa.engine.Engine, moment: Any) -> Any:
    """The Monday of a moment's week, in UTC, as 2026-11-23."""
    if engine.dialect.name == "sqlite":
        day = sa.func.substr(moment, 1, 10)  # of the whole, the last half millisecond is rounded into the next day
        return sa.func.date(day, "weekday 0", "-6 days")
    return sa.func.to_char(sa.func.date_trunc("week", sa.func.timezone("UTC", moment)), "YYYY-MM-DD")


def _talks() -> Any:
    in_assessment = turns.c.slot.is_not(None) | turns.c.assessment.is_not(None)
    latest = (
        sa.select(turns.c.conversation, sa.func.max(turns.c.message).label("message"))
        .where(turns.c.slot.is_not(None))
        .group_by(turns.c.conversation)
        .subquery("latest")
    )
    asked = turns.alias("asked")
    return (
        sa.select(
            turns.c.conversation,
            sa.func.min(turns.c.channel),  # they are all the same
            sa.func.max(turns.c.received),
            sa.func.min(sa.case((in_assessment, turns.c.received))),
            sa.func.min(sa.case((in_assessment, turns.c.week))),
            sa.func.max(sa.case((turns.c.assessment.is_not(None), 1), else_=0)),
            sa.func.max(asked.c.slot),
            sa.func.min(sa.case((turns.c[HANDOFF] == 1, turns.c.received))),
            sa.func.min(sa.case((turns.c[HANDOFF] == 1, turns.c.week))),
        )
        .select_from(
            turns.outerjoin(latest, latest.c.conversation == turns.c.conversation).outerjoin(
                asked, asked.c.message == latest.c.message
            )
        )
        .group_by(turns.c.conversation)
    )


def _opinions() -> Any:
    before = (
        sa.select(sa.cast(events.c.data["message_id"].as_string(), sa.Integer))
        .where(
            events.c.conversation == feedback.c.conversation,
            events.c.sequence < feedback.c.message,
            events.c.data["event"].as_string() == "user",
        )
        .order_by(events.c.sequence.desc())
        .limit(1)
        .scalar_subquery()
    )
    judged = sa.select(
        before.label("message"),
        feedback.c.conversation,
        feedback.c.message.label("number"),
        feedback.c.helpful,
        feedback.c.reason,
        feedback.c.faq,
        feedback.c.given,
    ).subquery("judged")
    return sa.select(judged).where(judged.c.message.in_(sa.select(turns.c.message)))
