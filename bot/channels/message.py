"""Reads the body of the webhook into a message."""

import re
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.channels.collector import ReplyCollector

MAX_SENDER, MAX_MESSAGE = 255, 1000
MAX_KEY = 200
KEY = re.compile(rf"[!-~]{{1,{MAX_KEY}}}")
MAX_DEPTH = 20  # lists and objects in one another; Rasa copies metadata recursively


class BadMessage(ValueError):
    """The body is not a message; the text says what to send instead."""


def read_message(body: Any, key: str | None = None) -> UserMessage:
    """Read the webhook's body; `key` is the client's id of the message, if it has one. Raises BadMessage."""
    if key is not None and not KEY.fullmatch(key):
        raise BadMessage(f"Idempotency-Key has to be 1 to {MAX_KEY} letters, digits and marks, without spaces.")
    if not isinstance(body, dict):
        raise BadMessage('Send a JSON object: {"sender": "...", "message": "..."}.')
    sender, text, metadata = body.get("sender"), body.get("message"), body.get("metadata")
    if not isinstance(sender, str) or not 1 <= len(sender) <= MAX_SENDER:
        raise BadMessage(f'"sender" has to be a string of 1 to {MAX_SENDER} characters that names one conversation.')
    if mend(sender) != sender:  # mended, two names could become one conversation
        raise BadMessage('"sender" has to be without NUL and half surrogate pairs.')
    if not isinstance(text, str) or not mend(text).strip():
        raise BadMessage('"message" has to be a string with something in it.')
    if len(text) > MAX_MESSAGE:
        raise BadMessage(f'"message" is {len(text)} characters long; send at most {MAX_MESSAGE}.')
    if metadata is not None and not isinstance(metadata, dict):
        raise BadMessage('"metadata" has to be an object.')
    if deeper_than(MAX_DEPTH, metadata):
        raise BadMessage(f'"metadata" has to be at most {MAX_DEPTH} lists and objects deep.')
    return UserMessage(
        mend(text),
        ReplyCollector(),
        sender,
        input_channel=ReplyCollector.name(),
        message_id=key,  # Rasa makes one up for None
        metadata=metadata or {},
    )


def mend(text: str) -> str:
    """The text without what cannot be stored: NUL (PostgreSQL) and half a surrogate pair (anything in UTF-8)."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")


def deeper_than(depth: int, value: Any) -> bool:
    """Whether lists and objects are in one another more than `depth` times."""
    level = [value]
    for _ in range(depth):
        level = [one for one in level if isinstance(one, dict | list)]
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else one)]
    return any(isinstance(one, dict | list) for one in level)
