"""The ledger: what the conversations of a period tell, as narrow tables that last as long as one transaction.

The inbox holds every message with its reply as JSON, and a report asks many questions of it. So the JSON is read once, into
these tables, which are counted quickly (bot/storage/posting.py fills them); and all counts are of one moment.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.moment import Moment

REST, BROWSER = "rest", "browser"  # the webhook, and conversations on it that the server began for a browser

# Kinds of the bot's messages (the REST contract) that are counted.
ANSWER, CLARIFY, DECLINE, FALLBACK, QUESTION, HANDOFF = (
    "answer", "clarify", "out_of_scope", "fallback", "question", "handoff",
)  # fmt: skip

_temporary = sa.MetaData()


@dataclass(frozen=True)
class Scope:
    """What is reported on: messages received from `since` on and before `until`, of one channel; None is no limit."""

    since: datetime | None = None
    until: datetime | None = None
    channel: str | None = None

    def holds(self, moment: Any) -> Any:
        """Whether a column's moment is in the period, as an expression; no moment is in none."""
        within = [moment.is_not(None)]
        within += [moment >= self.since] if self.since else []
        within += [moment < self.until] if self.until else []
        return sa.and_(*within)


def _table(name: str, *columns: sa.Column) -> sa.Table:
    return sa.Table(f"ledger_{name}", _temporary, *columns, prefixes=["TEMPORARY"])


# The bot's messages, by the visitor's `message` that they reply to (its number in the inbox).
said = _table(
    "said",
    sa.Column("message", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(32)),
    sa.Column("faq", sa.String(255)),
    sa.Column("slot", sa.String(32)),
    sa.Column("choices", sa.JSON),
)

# The visitors' messages, with what became of them. `inside` the period or, of a conversation that reaches beyond it, not.
turns = _table(
    "turns",
    sa.Column("message", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("conversation", sa.String(255), nullable=False),
    sa.Column("channel", sa.String(64), nullable=False),
    sa.Column("received", Moment, nullable=False),
    sa.Column("week", sa.String(10), nullable=False),  # its Monday, as 2026-11-23
    sa.Column("inside", sa.Boolean, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    *(sa.Column(kind, sa.Integer, nullable=False) for kind in (ANSWER, CLARIFY, DECLINE, FALLBACK, HANDOFF)),
    sa.Column("slot", sa.String(32)),  # of the question that the assessment asked
    sa.Column("reason", sa.String(32)),  # why it is among the unanswered
    sa.Column("assessment", sa.String(36)),  # the recommendation that it led to
)

# The conversations, with when and how an assessment began and ended.
talks = _table(
    "talks",
    sa.Column("conversation", sa.String(255), primary_key=True),
    sa.Column("channel", sa.String(64), nullable=False),
    sa.Column("last", Moment, nullable=False),
    sa.Column("begun", Moment),
    sa.Column("begun_week", sa.String(10)),
    sa.Column("finished", sa.Integer, nullable=False),
    sa.Column("slot", sa.String(32)),  # asked last
    sa.Column("person", Moment),  # first asked for
    sa.Column("person_week", sa.String(10)),
)

# What was thought of the bot's messages: `number` is that of the event, `message` what it replied to.
opinions = _table(
    "opinions",
    sa.Column("message", sa.Integer, nullable=False),
    sa.Column("conversation", sa.String(255), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("faq", sa.String(255)),
    sa.Column("given", Moment, nullable=False),
)


def many(condition: Any) -> Any:
    """How many rows meet a condition; 0 of none."""
    return sa.func.count(sa.case((condition, 1)))
