"""The tokens of conversations in a browser: who holds one may write, read and erase that conversation, and no other."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from bot.storage.engine import writing
from bot.storage.secret import hashed, secret
from bot.storage.tables import tokens

WEB = "web-"  # conversations with this at the beginning of their name have a token
BYTES = 18


@dataclass(frozen=True)
class Issued:
    """A new conversation and its token, which is stored nowhere."""

    conversation: str
    token: str


class Tokens:
    """All access to the tokens. Each method is one transaction."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine

    def issue(self) -> Issued:
        """A conversation with a name that nobody can guess, and its token."""
        issued = Issued(WEB + secrets.token_urlsafe(BYTES), secret())
        row = {"conversation": issued.conversation, "hash": hashed(issued.token), "created": datetime.now(UTC)}
        with writing(self._engine).begin() as connection:
            connection.execute(tokens.insert().values(**row))
        return issued

    def fits(self, conversation: str, token: str) -> bool:
        """Whether this is the conversation's token; never once the conversation is erased."""
        query = sa.select(tokens.c.hash).where(tokens.c.conversation == conversation)
        with self._engine.connect() as connection:
            kept = connection.execute(query).scalar_one_or_none()
        return kept is not None and hmac.compare_digest(kept, hashed(token))
