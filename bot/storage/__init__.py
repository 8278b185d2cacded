"""What the bot remembers: conversations, messages on their way, assessments, unanswered questions and hand-offs."""

from bot.storage.conversations import Conflict, Conversations, Turn
from bot.storage.engine import connect
from bot.storage.handoffs import Delivery, Handoff, Handoffs
from bot.storage.inbox import Claim, Inbox, LeaseLost, Message, QueueFull, Receipt, Reused
from bot.storage.repository import Assessment, Repository, StorageError, Unanswered

__all__ = [
    "Assessment",
    "Claim",
    "Conflict",
    "Conversations",
    "Delivery",
    "Handoff",
    "Handoffs",
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
