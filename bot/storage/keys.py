"""The API keys of other servers, each with a name and with what it may do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from bot.storage.engine import writing
from bot.storage.secret import hashed, secret
from bot.storage.tables import api_keys

READ, WRITE, ERASE = "read", "write", "erase"
SCOPES = (READ, WRITE, ERASE)
PREFIX = "bpo_"  # by which scanners of code find a key that was published by mistake


class KeyExists(ValueError):
    """There is a key of this name."""


@dataclass(frozen=True)
class Key:
    """What is kept of a key; `scopes` are some of SCOPES."""

    name: str
    scopes: tuple[str, ...]
    created: datetime


class Keys:
    """All access to the keys. Each method is one transaction."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine

    def issue(self, name: str, scopes: Collection[str]) -> str:
        """A new key, which is stored nowhere. Raises KeyExists."""
        key = PREFIX + secret()
        kept = [scope for scope in SCOPES if scope in scopes]
        row = {"name": name, "hash": hashed(key), "scopes": kept, "created": datetime.now(UTC)}
        try:
            with writing(self._engine).begin() as connection:
                connection.execute(api_keys.insert().values(**row))
        except sa.exc.IntegrityError:
            raise KeyExists(name) from None
        return key

    def scopes(self, key: str) -> frozenset[str] | None:
        """What a key may do; None for one that was never issued, or was revoked."""
        query = sa.select(api_keys.c.scopes).where(api_keys.c.hash == hashed(key))
        with self._engine.connect() as connection:
            kept = connection.execute(query).scalar_one_or_none()
        return None if kept is None else frozenset(kept)

    def all(self) -> list[Key]:
        """The keys there are, by name."""
        query = sa.select(api_keys.c.name, api_keys.c.scopes, api_keys.c.created).order_by(api_keys.c.name)
        with self._engine.connect() as connection:
            return [Key(row.name, tuple(row.scopes), row.created) for row in connection.execute(query)]

    def revoke(self, name: str) -> bool:
        """Remove a key, which opens nothing from now on; False when there is none of this name."""
        with writing(self._engine).begin() as connection:
            return bool(connection.execute(api_keys.delete().where(api_keys.c.name == name)).rowcount)
