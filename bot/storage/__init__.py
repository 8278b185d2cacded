"""What the bot remembers beside the conversations: assessments and unanswered questions."""

from bot.storage.engine import connect
from bot.storage.repository import Assessment, Repository, StorageError, Unanswered

__all__ = ["Assessment", "Repository", "StorageError", "Unanswered", "connect"]
