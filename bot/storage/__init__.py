"""What the bot remembers: conversations, messages on their way, assessments and unanswered questions."""

from bot.storage.conversations import Conflict, Conversations, Turn
from bot.storage.engine import connect
from bot.storage.inbox import Claim, Inbox, LeaseLost, Message, QueueFull, Receipt, Reused
from bot.storage.repository import Assessment, Repository, StorageError, Unanswered

__all__ = [
    "Assessment",
    "Claim",
    "Conflict",
    "Conversations",
    "Inbox",
    "LeaseLost",
    "Message",
    "QueueFull",
    "Receipt",
    "Repository",
    "Reused",
    "StorageError",
    "Turn",
    "Unanswered",
    "connect",
]
