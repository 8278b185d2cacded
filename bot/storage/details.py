"""The owner's figures entry by entry and question by question, and what visitors said. Each is a query on the ledger."""

from datetime import datetime

import sqlalchemy as sa

from bot.storage.counts import Advised, Chosen, Entry, Judgment, Miss, Question
from bot.storage.figures import LASTS
from bot.storage.history import by_bot
from bot.storage.ledger import ANSWER, CLARIFY, QUESTION, Scope, many, opinions, said, talks, turns
from bot.storage.tables import assessments, events, inbox, unanswered

NONE_OF_THESE = "none_of_these"  # a reason of unanswered questions


class Details:
    """Lists over the ledger."""

    def __init__(self, connection: sa.engine.Connection, scope: Scope, now: datetime) -> None:
        """`connection` is one of `posting.ledger`, `scope` what that was filled for."""
        self._connection = connection
        self._scope = scope
        self._silent = talks.c.last < now - LASTS

    def entries(self) -> list[Entry]:
        """The entries that answered, the most asked first."""
        answers = (
            sa.select(
                said.c.faq,
                sa.func.count().label("answers"),
                sa.func.count(turns.c.conversation.distinct()).label("conversations"),
            )
            .select_from(said.join(turns, turns.c.message == said.c.message))
            .where(turns.c.inside, said.c.kind == ANSWER, said.c.faq.is_not(None))
            .group_by(said.c.faq)
            .subquery("answers")
        )
        judged = (
            sa.select(
                opinions.c.faq,
                many(opinions.c.helpful).label("up"),
                many(~opinions.c.helpful).label("down"),
            )
            .select_from(opinions.join(turns, turns.c.message == opinions.c.message))
            .where(turns.c.inside)
            .group_by(opinions.c.faq)
            .subquery("judged")
        )
        up, down = (sa.func.coalesce(judged.c[name], 0) for name in ("up", "down"))
        query = sa.select(answers, up, down).select_from(answers.outerjoin(judged, judged.c.faq == answers.c.faq))
        rows = self._connection.execute(query.order_by(answers.c.answers.desc(), answers.c.faq))
        return [Entry(*row) for row in rows]

    def chosen(self) -> Chosen:
        """What came of the choices that were offered."""
        following = sa.func.lead(turns.c.message).over(partition_by=turns.c.conversation, order_by=turns.c.message)
        order = sa.select(turns.c.message, turns.c.inside, turns.c[CLARIFY], following.label("next")).subquery("order")
        then, answer = turns.alias("then"), said.alias("answer")
        places = [(answer.c.faq == said.c.choices[place].as_string(), place + 1) for place in range(3)]
        taken = (
            sa.select(
                order.c.message,
                order.c.next,
                sa.func.min(sa.case(*places)).label("place"),
                sa.func.max(then.c.reason).label("reason"),
            )
            .select_from(
                order.join(said, (said.c.message == order.c.message) & (said.c.kind == CLARIFY))
                .outerjoin(then, then.c.message == order.c.next)
                .outerjoin(answer, (answer.c.message == order.c.next) & (answer.c.kind == ANSWER))
            )
            .where(order.c.inside, order.c[CLARIFY] == 1)
            .group_by(order.c.message, order.c.next)
            .subquery("taken")
        )
        none = taken.c.place.is_(None) & (sa.func.coalesce(taken.c.reason, "") == NONE_OF_THESE)
        ended = taken.c.next.is_(None)
        query = sa.select(
            sa.func.count(),
            *(many(taken.c.place == place) for place in (1, 2, 3)),
            many(none),
            many(~ended & taken.c.place.is_(None) & ~none),
            many(ended),
        ).select_from(taken)
        return Chosen(*self._connection.execute(query).one())

    def questions(self) -> list[Question]:
        """The questions of the assessments that began, and at which they were left."""
        within = self._scope.holds(talks.c.begun)
        at = (talks.c.finished == 0) & self._silent & (talks.c.slot == said.c.slot)
        conversations = [sa.func.count(sa.case((one, turns.c.conversation)).distinct()) for one in (sa.true(), at)]
        query = (
            sa.select(said.c.slot, *conversations)
            .select_from(
                said.join(turns, turns.c.message == said.c.message).join(
                    talks, talks.c.conversation == turns.c.conversation
                )
            )
            .where(within, said.c.kind == QUESTION, said.c.slot.is_not(None))
            .group_by(said.c.slot)
        )
        return [Question(*row) for row in self._connection.execute(query.order_by(said.c.slot))]

    def advised(self) -> list[Advised]:
        """The recommendations given, by option and verdict, the commonest first."""
        newest = sa.func.row_number().over(partition_by=turns.c.conversation, order_by=turns.c.message.desc())
        given = (
            sa.select(
                assessments.c.option,
                assessments.c.recommendation["verdict"].as_string().label("verdict"),
                newest.label("place"),
            )
            .select_from(turns.join(assessments, assessments.c.id == turns.c.assessment))
            .where(turns.c.inside)
            .subquery("given")
        )
        columns = (given.c.option, given.c.verdict)
        times = sa.func.count()
        query = sa.select(*columns, times, many(given.c.place == 1)).group_by(*columns)
        return [Advised(*row) for row in self._connection.execute(query.order_by(times.desc(), *columns))]

    def judgments(self, helpful: bool, most: int | None) -> list[Judgment]:
        """The messages judged helpful, or those judged not, the latest judged first; at most so many."""
        query = (
            sa.select(opinions, turns.c.channel, inbox.c.text, events.c.data)
            .select_from(
                opinions.join(turns, turns.c.message == opinions.c.message)
                .join(inbox, inbox.c.id == turns.c.message)
                .join(
                    events,
                    (events.c.conversation == opinions.c.conversation) & (events.c.sequence == opinions.c.number),
                )
            )
            .where(turns.c.inside, opinions.c.helpful == helpful)
            .order_by(opinions.c.given.desc(), turns.c.message.desc())
            .limit(most)
        )
        return [
            Judgment(
                given=row.given,
                channel=row.channel,
                question=row.text,
                answer=by_bot(row.number, row.data).text,
                faq=row.faq,
                helpful=row.helpful,
                reason=row.reason,
            )
            for row in self._connection.execute(query)
        ]

    def misses(self, most: int | None) -> list[Miss]:
        """The messages that got no answer, the latest first; at most so many."""
        query = (
            sa.select(turns.c.received, turns.c.channel, unanswered.c.text, unanswered.c.reason, unanswered.c.guess)
            .select_from(turns.join(unanswered, unanswered.c.message == sa.cast(turns.c.message, sa.String)))
            .where(turns.c.inside, turns.c.reason.is_not(None))
            .order_by(turns.c.message.desc())
            .limit(most)
        )
        return [Miss(*row) for row in self._connection.execute(query)]
