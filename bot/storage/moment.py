"""Moments in the database: written in UTC, and read with their zone on every database."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa


class Moment(sa.types.TypeDecorator):
    """A time with a zone. SQLite drops the zone of what it stores, so it gets UTC and gives UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The moment, in UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """The moment, with its zone."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value
