"""What was said in a conversation, in order, as visitor and bot saw it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.tables import events, inbox

MOST = 200  # messages of a page
LAST = 2**31 - 1  # the greatest number that the database can compare with
VISITOR, BOT = "visitor", "bot"


@dataclass(frozen=True)
class Said:
    """A message; `number` is that of its event: it never changes, and a later message has a greater one.

    `id` is the channel's id of a visitor's message, None for the bot's.
    """

    number: int
    speaker: str
    text: str
    buttons: list[dict[str, Any]]
    metadata: dict[str, Any]
    at: datetime
    id: str | None = None


class History:
    """Reads conversations for those who took part in them."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine

    def page(self, conversation: str, after: int = 0, most: int = MOST) -> list[Said]:
        """The first messages behind number `after`, at most so many."""
        kind = events.c.data["event"].as_string()
        query = sa.select(events.c.sequence, events.c.data).where(
            events.c.conversation == conversation, events.c.sequence > after, kind.in_(("user", "bot"))
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(events.c.sequence).limit(most)).all()
            # The event has the text as Rasa reads it; the inbox has what was sent.
            numbers = [int(row.data["message_id"]) for row in rows if row.data["event"] == "user"]
            sent = sa.select(inbox).where(inbox.c.conversation == conversation, inbox.c.id.in_(numbers))
            received = {row.id: row for row in connection.execute(sent)} if numbers else {}
        return [
            by_bot(row.sequence, row.data)
            if row.data["event"] == "bot"
            else by_visitor(row.sequence, row.data, received[int(row.data["message_id"])])
            for row in rows
            if row.data["event"] == "bot" or int(row.data["message_id"]) in received  # not one forgotten meanwhile
        ]

    def all(self, conversation: str) -> Iterator[Said]:
        """All messages; read while they are asked for, a page at a time."""
        page = self.page(conversation)
        while page:
            yield from page
            page = self.page(conversation, page[-1].number)


def by_bot(number: int, event: Mapping[str, Any]) -> Said:
    """A message of the bot, from Rasa's event."""
    metadata = (event.get("metadata") or {}).get("metadata") or {}
    buttons = (event.get("data") or {}).get("buttons") or []
    return Said(number, BOT, event.get("text") or "", buttons, metadata, _moment(event))


def by_visitor(number: int, event: Mapping[str, Any], received: Any) -> Said:
    """A message of the visitor, from Rasa's event and the inbox's row."""
    return Said(number, VISITOR, received.text, [], received.metadata, _moment(event), received.message)


def _moment(event: Mapping[str, Any]) -> datetime:
    return datetime.fromtimestamp(event["timestamp"], UTC)
