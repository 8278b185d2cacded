"""Saves and reads assessments and unanswered questions."""

import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.storage.engine import writing
from bot.storage.tables import assessments, unanswered

BATCH = 200  # rows in memory at a time, of a table read whole

StorageError = sa.exc.SQLAlchemyError  # for those who may not know SQLAlchemy


@dataclass(frozen=True)
class Assessment:
    """A stored assessment: the profile and the recommendation it led to; by its token it can be read until it expires."""

    id: str
    conversation: str
    created: datetime
    profile: dict[str, Any]
    recommendation: dict[str, Any]
    token: str | None
    expires: datetime | None


_ASSESSMENT = [assessments.c[field.name] for field in fields(Assessment)]


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
        self,
        conversation: str,
        message: str,
        profile: dict[str, Any],
        recommendation: dict[str, Any],
        readable: timedelta,
    ) -> Assessment:
        """Store a recommendation, to be read by its token for so long; again for the same message, what is stored already."""
        now = datetime.now(UTC)
        row = {
            "id": str(uuid.uuid4()),
            "conversation": conversation,
            "message": message,
            "created": now,
            "option": recommendation["option"],
            "profile": profile,
            "recommendation": recommendation,
            "token": secrets.token_urlsafe(24),
            "expires": now + readable,
        }
        self._insert_once(assessments, row)
        found = self._assessment(assessments.c.message == message)
        if found is None:
            raise LookupError("the assessment was removed while it was stored")
        return found

    def assessment(self, id: str) -> Assessment | None:
        """The assessment with this id, or None."""
        return self._assessment(assessments.c.id == id)

    def shared_assessment(self, token: str) -> Assessment | None:
        """The assessment of a token that has not expired, or None."""
        return self._assessment(assessments.c.token == token, assessments.c.expires > datetime.now(UTC))

    def _assessment(self, *conditions: Any) -> Assessment | None:
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(*_ASSESSMENT).where(*conditions)).one_or_none()
        return None if row is None else Assessment(**row._mapping)

    def assessments(self, since: datetime | None = None) -> Iterator[Assessment]:
        """All assessments, oldest first, none from before `since`; read while they are asked for, however many there are."""
        query = sa.select(*_ASSESSMENT).order_by(assessments.c.created, assessments.c.id)
        if since is not None:
            query = query.where(assessments.c.created >= since)
        with self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=BATCH).execute(query):
                yield Assessment(**row._mapping)

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
            query = query.where(unanswered.c.created >= since)
        with self._engine.connect() as connection:
            return [Unanswered(**row._mapping) for row in connection.execute(query)]

    def _insert_once(self, table: sa.Table, row: dict[str, Any]) -> None:
        try:
            with self._writing.begin() as connection:
                connection.execute(table.insert().values(**row))
        except sa.exc.IntegrityError:
            with self._engine.connect() as connection:
                known = connection.execute(sa.select(table.c.message).where(table.c.message == row["message"]))
                if known.first() is None:  # another constraint than "once a message"
                    raise
