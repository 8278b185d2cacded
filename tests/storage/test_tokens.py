"""A token opens its own conversation, and is kept nowhere; on both databases."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage import Tokens
from bot.storage.tables import tokens


def test_a_token_opens_its_own_conversation_only(engine: sa.engine.Engine) -> None:
    mine, other = Tokens(engine).issue(), Tokens(engine).issue()
    assert Tokens(engine).fits(mine.conversation, mine.token)
    assert not Tokens(engine).fits(mine.conversation, other.token)
    assert not Tokens(engine).fits(other.conversation, mine.token)
    assert not Tokens(engine).fits("web-nobody", mine.token)


def test_neither_the_name_nor_the_token_can_be_guessed(engine: sa.engine.Engine) -> None:
    issued = [Tokens(engine).issue() for _ in range(20)]
    assert len({one.conversation for one in issued}) == len({one.token for one in issued}) == 20
    assert all(one.conversation.startswith("web-") and len(one.conversation) == 28 for one in issued)
    assert all(len(one.token) == 43 for one in issued)


def test_only_a_hash_is_kept(engine: sa.engine.Engine) -> None:
    issued = Tokens(engine).issue()
    with engine.connect() as connection:
        [row] = connection.execute(sa.select(tokens)).all()
    assert issued.token not in str(row) and not Tokens(engine).fits(issued.conversation, row.hash)
