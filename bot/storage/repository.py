"""Saves and reads assessments and unanswered questions."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.engine import writing
from bot.storage.tables import assessments, unanswered

StorageError = sa.exc.SQLAlchemyError  # for those who may not know SQLAlchemy


@dataclass(frozen=True)
class Assessment:
    """A stored assessment: the profile and the recommendation it led to."""

    id: str
    conversation: str
    created: datetime
    profile: dict[str, Any]
    recommendation: dict[str, Any]


@dataclass(frozen=True)
class Unanswered:
    """A message that got no answer, with the label it was nearest to."""

    conversation: str
    created: datetime
    text: str
    reason: str
    guess: str | None
    score: float | None


class Repository:
    """All access to the tables. Each method is one transaction; each write names the message it belongs to and happens once."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine
        self._writing = writing(engine)

    def save_assessment(
        self, conversation: str, message: str, profile: dict[str, Any], recommendation: dict[str, Any]
    ) -> str:
        """Store a recommendation and return its id; again for the same message, the id it already has."""
        row = {
            "id": str(uuid.uuid4()),
            "conversation": conversation,
            "message": message,
            "created": datetime.now(UTC),
            "option": recommendation["option"],
            "profile": profile,
            "recommendation": recommendation,
        }
        self._insert_once(assessments, row)
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(assessments.c.id).where(assessments.c.message == message))
            return str(found.scalar_one())

    def assessment(self, id: str) -> Assessment | None:
        """The assessment with this id, or None."""
        columns = [assessments.c[name] for name in ("id", "conversation", "created", "profile", "recommendation")]
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(*columns).where(assessments.c.id == id)).one_or_none()
        return None if row is None else Assessment(**{**row._mapping, "created": _utc(row.created)})

    def record_unanswered(
        self, conversation: str, message: str, text: str, reason: str, guess: str | None, score: float | None
    ) -> None:
        """Remember a message that got no answer, so that the content owner sees what to write next."""
        row = {
            "conversation": conversation,
            "message": message,
            "created": datetime.now(UTC),
            "text": text,
            "reason": reason,
            "guess": guess,
            "score": score,
        }
        self._insert_once(unanswered, row)

    def unanswered(self, limit: int | None = 1000, since: datetime | None = None) -> list[Unanswered]:
        """The latest unanswered questions, newest first: at most `limit`, and none from before `since`."""
        columns = [unanswered.c[name] for name in ("conversation", "created", "text", "reason", "guess", "score")]
        query = sa.select(*columns).order_by(unanswered.c.id.desc()).limit(limit)
        if since is not None:
            query = query.where(unanswered.c.created >= since.astimezone(UTC))  # SQLite compares what it stored: UTC
        with self._engine.connect() as connection:
            return [Unanswered(**{**row._mapping, "created": _utc(row.created)}) for row in connection.execute(query)]

    def _insert_once(self, table: sa.Table, row: dict[str, Any]) -> None:
        try:
            with self._writing.begin() as connection:
                connection.execute(table.insert().values(**row))
        except sa.exc.IntegrityError:
            with self._engine.connect() as connection:
                known = connection.execute(sa.select(table.c.message).where(table.c.message == row["message"]))
                if known.first() is None:  # another constraint than "once a message"
                    raise


def _utc(moment: datetime) -> datetime:
    """SQLite gives naive times back; they were stored in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
