"""Writes the letter for a hand-off from what is stored."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.dialogue import echo
from bot.handoff import Letter, Line
from bot.handoff.letter import BOT, VISITOR
from bot.storage import Conversations, Delivery, Repository
from bot.takeaway import Links

MOST_LINES = 400  # of a conversation, the latest
_WHO = {"user": VISITOR, "bot": BOT}


class Letters:
    """Writes letters; reading blocks."""

    def __init__(self, engine: sa.engine.Engine, address: str, owner: str | None = None) -> None:
        """`address`: where visitors reach the bot, for the link to a recommendation; `owner`: the name of who runs it."""
        self._conversations, self._repository = Conversations(engine), Repository(engine)
        self._address, self._owner = address, owner

    def write(self, delivery: Delivery) -> Letter:
        """The letter of a delivery. Raises LookupError when the conversation was forgotten meanwhile."""
        said = lines(self._conversations.part(delivery.conversation, delivery.after, delivery.upto))
        if not said:
            raise LookupError("nothing was said, or it was forgotten")
        return Letter(
            id=delivery.id,
            thread=delivery.thread,
            conversation=delivery.conversation,
            written=delivery.created,
            contact=delivery.contact,
            profile=delivery.profile,
            answers=echo.phrases(delivery.profile),
            link=self._link(delivery.assessment),
            lines=said[-MOST_LINES:],
            owner=self._owner,
            left_out=max(0, len(said) - MOST_LINES),
        )

    def _link(self, assessment: str | None) -> str | None:
        found = self._repository.assessment(assessment) if assessment else None
        return Links.of(found.token, self._address).page if found and found.token else None


def lines(events: Iterable[dict[str, Any]]) -> list[Line]:
    """What was said, of a conversation's events."""
    return [
        Line(_WHO[event["event"]], event["text"], datetime.fromtimestamp(event["timestamp"], UTC))
        for event in events
        if event["event"] in _WHO and event.get("text")
    ]
