"""Moments come back as they were, whatever zone they were given in, and compare as moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from bot.storage.moment import Moment

TABLE = sa.Table("moments", sa.MetaData(), sa.Column("at", Moment), prefixes=["TEMPORARY"])
NOON = datetime(2026, 11, 28, 12, 0, 0, 123456, UTC)
SAME = NOON.astimezone(timezone(timedelta(hours=8)))


@pytest.mark.parametrize("given", [NOON, SAME])
def test_a_moment_is_kept_with_its_zone(engine: sa.engine.Engine, given: datetime) -> None:
    with engine.begin() as connection:
        TABLE.create(connection)
        connection.execute(TABLE.insert(), [{"at": given}, {"at": None}])
        found = connection.execute(sa.select(TABLE.c.at).order_by(TABLE.c.at.is_(None))).scalars().all()
        assert found == [NOON, None] and found[0].tzinfo is not None
        assert connection.execute(sa.select(sa.func.min(TABLE.c.at))).scalar_one() == NOON
        later, earlier = (SAME + timedelta(seconds=step) for step in (1, -1))
        inside = sa.select(TABLE).where(TABLE.c.at < later, TABLE.c.at > earlier)
        assert len(connection.execute(inside).all()) == 1
