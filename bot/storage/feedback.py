"""What visitors thought of an answer."""

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from bot.storage.engine import writing
from bot.storage.history import by_bot
from bot.storage.tables import events, feedback


class NoSuchMessage(LookupError):
    """The conversation has no message of the bot with this number."""


@dataclass(frozen=True)
class Opinion:
    """Whether the bot's message with this number helped, and why or why not."""

    message: int
    helpful: bool
    reason: str | None = None


class Feedback:
    """All access to the feedback."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._writing = writing(engine)

    def save(self, conversation: str, opinion: Opinion) -> None:
        """Store an opinion, in place of an earlier one on that message. Raises NoSuchMessage."""
        try:
            self._save(conversation, opinion)
        except sa.exc.IntegrityError:  # another was stored at the same moment; the later one counts
            self._save(conversation, opinion)

    def _save(self, conversation: str, opinion: Opinion) -> None:
        place = (events.c.conversation == conversation) & (events.c.sequence == opinion.message)
        with self._writing.begin() as connection:
            # Locked, so that nothing is stored beside a conversation that is being forgotten.
            event = connection.execute(
                sa.select(events.c.data).where(place).with_for_update(read=True)
            ).scalar_one_or_none()
            if event is None or event["event"] != "bot":
                raise NoSuchMessage(opinion.message)
            values = {
                "helpful": opinion.helpful,
                "reason": opinion.reason,
                "faq": by_bot(opinion.message, event).metadata.get("faq"),
                "given": datetime.now(UTC),
            }
            mine = (feedback.c.conversation == conversation) & (feedback.c.message == opinion.message)
            if not connection.execute(feedback.update().where(mine).values(**values)).rowcount:
                row = {"conversation": conversation, "message": opinion.message, **values}
                connection.execute(feedback.insert().values(**row))
