"""A key may do what it was issued for, until it is revoked; on both databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.storage import KeyExists, Keys
from bot.storage.tables import api_keys


def test_a_key_may_do_what_it_was_issued_for(engine: sa.engine.Engine) -> None:
    keys = Keys(engine)
    reader, crm = keys.issue("reader", ["read"]), keys.issue("crm", ["erase", "read"])
    assert keys.scopes(reader) == {"read"} and keys.scopes(crm) == {"read", "erase"}
    assert keys.scopes("bpo_other") is None
    assert [(key.name, key.scopes) for key in keys.all()] == [("crm", ("read", "erase")), ("reader", ("read",))]


def test_a_revoked_key_may_do_nothing_and_its_name_is_free_again(engine: sa.engine.Engine) -> None:
    keys = Keys(engine)
    key = keys.issue("crm", ["read"])
    assert keys.revoke("crm") and not keys.revoke("crm")
    assert keys.scopes(key) is None and keys.all() == []
    again = keys.issue("crm", ["write"])
    assert again != key and keys.scopes(again) == {"write"}


def test_a_name_stands_for_one_key(engine: sa.engine.Engine) -> None:
    keys = Keys(engine)
    key = keys.issue("crm", ["read"])
    with pytest.raises(KeyExists):
        keys.issue("crm", ["erase"])
    assert keys.scopes(key) == {"read"}


def test_only_a_hash_is_kept(engine: sa.engine.Engine) -> None:
    key = Keys(engine).issue("crm", ["read"])
    with engine.connect() as connection:
        [row] = connection.execute(sa.select(api_keys)).all()
    assert key.startswith("bpo_") and key not in str(row) and key.removeprefix("bpo_") not in str(row)
