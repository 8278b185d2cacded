"""The same tests on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from bot.storage import Repository, connect


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """An empty database of each kind."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture
def engine(url: str) -> Iterator[sa.engine.Engine]:
    """A database that is up to date."""
    engine = connect(url)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: sa.engine.Engine) -> Repository:
    return Repository(engine)
