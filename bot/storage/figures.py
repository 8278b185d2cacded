"""The owner's figures: how much was asked, what came of it, and what was thought of it. Each is a query on the ledger."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.storage.counts import Activity, Assessed, Handed, Thumbs
from bot.storage.inbox import FAILED
from bot.storage.leases import DELIVERED, WAITING
from bot.storage.leases import FAILED as UNDELIVERED
from bot.storage.ledger import ANSWER, CLARIFY, DECLINE, FALLBACK, Scope, many, opinions, talks, turns
from bot.storage.tables import handoffs

LASTS = timedelta(days=1)  # an assessment whose conversation has been silent for less may still go on
UNWRITTEN = "unwritten"  # a reason of unanswered questions
WEEK, CHANNEL = "week", "channel"  # what counts may be broken down by

Counts = dict[tuple[str, ...], Any]


class Figures:
    """Counts, by the values of what they are broken down `by`: (WEEK, CHANNEL) gives them by week and channel, () in all."""

    def __init__(self, connection: sa.engine.Connection, scope: Scope, now: datetime) -> None:
        """`connection` is one of `posting.ledger`, `scope` what that was filled for."""
        self._connection = connection
        self._scope = scope
        self._silent = talks.c.last < now - LASTS

    def span(self) -> tuple[datetime, datetime] | None:
        """When the first and the last message came; None without any."""
        query = sa.select(sa.func.min(turns.c.received), sa.func.max(turns.c.received)).where(turns.c.inside)
        first, last = self._connection.execute(query).one()
        return None if first is None else (first, last)

    def activity(self, *by: str) -> Counts:
        """Messages, by when they came. A conversation counts in every week in which it had one."""
        given_up = turns.c[FALLBACK] == 1
        asking = turns.c.slot.is_(None) & given_up
        declined = turns.c[DECLINE] == 1
        unwritten = sa.func.coalesce(turns.c.reason, "") == UNWRITTEN
        counts = {
            "conversations": sa.func.count(turns.c.conversation.distinct()),
            "messages": sa.func.count(),
            "failed": many(turns.c.state == FAILED),
            "questions": many((turns.c[ANSWER] == 1) | (turns.c[CLARIFY] == 1) | declined | asking),
            "answered": many(turns.c[ANSWER] == 1),
            "offered": many(turns.c[CLARIFY] == 1),
            "declined": many(declined & ~unwritten),
            "unwritten": many(declined & unwritten),
            "not_understood": many(asking),
            "misread": many(turns.c.slot.is_not(None) & given_up),
        }
        return self._counts(Activity, counts, turns, turns.c.inside, turns.c.week, by)

    def assessed(self, *by: str) -> Counts:
        """Assessments, by when they began: whether they were finished then or later, but not whether another one was begun."""
        finished = talks.c.finished == 1
        counts = {
            "begun": sa.func.count(),
            "finished": many(finished),
            "left": many(~finished & self._silent),
            "under_way": many(~finished & ~self._silent),
        }
        return self._counts(Assessed, counts, talks, self._scope.holds(talks.c.begun), talks.c.begun_week, by)

    def asked_for_person(self, *by: str) -> dict[tuple[str, ...], int]:
        """Conversations that asked for a person, by when they first did."""
        within = self._scope.holds(talks.c.person)
        return self._counts(int, {"": sa.func.count()}, talks, within, talks.c.person_week, by)

    def handed(self, *by: str) -> Counts:
        """Hand-offs, by when the visitor sent them."""
        first, failed = handoffs.c.delivery == handoffs.c.thread, handoffs.c.state == UNDELIVERED
        counts = {
            "sent": many(first),
            "with_contact": many(first & handoffs.c.contact.is_not(None)),
            "delivered": many(first & (handoffs.c.state == DELIVERED)),
            "waiting": many(first & (handoffs.c.state == WAITING)),
            "failed": many(first & failed),
            "more": many(~first),
            "more_failed": many(~first & failed),
        }
        source = handoffs.join(turns, turns.c.message == sa.cast(handoffs.c.message, sa.Integer))
        return self._counts(Handed, counts, source, turns.c.inside, turns.c.week, by)

    def thumbs(self, *by: str) -> Counts:
        """Judgments, by when the message that was judged was given."""
        counts = {"up": many(opinions.c.helpful), "down": many(~opinions.c.helpful)}
        source = opinions.join(turns, turns.c.message == opinions.c.message)
        return self._counts(Thumbs, counts, source, turns.c.inside, turns.c.week, by)

    def _counts(
        self, made: Any, counts: Mapping[str, Any], source: Any, within: Any, week: Any, by: tuple[str, ...]
    ) -> Counts:
        """Counts over a source, by the values of week and channel."""
        places = [week if name == WEEK else (talks if source is talks else turns).c.channel for name in by]
        columns = [count.label(name) if name else count for name, count in counts.items()]
        query = sa.select(*places, *columns).select_from(source).where(within).group_by(*places).order_by(*places)
        found = {}
        for row in self._connection.execute(query):
            values = row[len(by) :]
            found[tuple(row[: len(by)])] = values[0] if made is int else made(**dict(zip(counts, values, strict=True)))
        return found
