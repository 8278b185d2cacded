"""What the bot remembers: conversations, messages, assessments, unanswered questions, feedback, hand-offs, posts, and who may."""

from bot.storage.conversations import Conflict, Conversations, Turn
from bot.storage.feedback import Feedback, NoSuchMessage, Opinion
from bot.storage.forgetting import UnderWay, erase
from bot.storage.handoffs import Delivery, Handoff, Handoffs
from bot.storage.history import History, Said
from bot.storage.inbox import Claim, Inbox, LeaseLost, Message, QueueFull, Receipt, Reused
from bot.storage.installations import Installations
from bot.storage.keys import Key, KeyExists, Keys
from bot.storage.outbox import Outbox, Post
from bot.storage.repository import Assessment, Repository, StorageError, Unanswered
from bot.storage.schema import CannotMigrate, connect
from bot.storage.stream import Passage, Stream
from bot.storage.tokens import Issued, Tokens

__all__ = [
    "Assessment",
    "CannotMigrate",
    "Claim",
    "Conflict",
    "Conversations",
    "Delivery",
    "Feedback",
    "Handoff",
    "Handoffs",
    "History",
    "Inbox",
    "Installations",
    "Issued",
    "Key",
    "KeyExists",
    "Keys",
    "LeaseLost",
    "Message",
    "NoSuchMessage",
    "Opinion",
    "Outbox",
    "Passage",
    "Post",
    "QueueFull",
    "Receipt",
    "Repository",
    "Reused",
    "Said",
    "StorageError",
    "Stream",
    "Tokens",
    "Turn",
    "Unanswered",
    "UnderWay",
    "connect",
    "erase",
]
