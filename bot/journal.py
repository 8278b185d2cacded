"""The log as JSON, one object a line, and what the lines of a request or a turn are about."""

import hashlib
import json
import logging
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from bot.masking import masked
from bot.quiet import hush, trace

TEXT, JSON = "text", "json"
ACCESS, TURNS = "bot.access", "bot.turns"  # a line for each request and each turn, in JSON only
_DIGITS = 12  # of a hash: enough to tell a site's conversations apart

# Tasks and threads that a request or a turn starts begin with a copy of what it is about.
_about: ContextVar[dict[str, Any]] = ContextVar("about")


def begin(**fields: Any) -> None:
    """What lines are about from now on, in this task and those that it starts."""
    _about.set(fields)


def add(**fields: Any) -> None:
    """More of what lines are about."""
    _about.set({**_about.get({}), **fields})


def named(conversation: str) -> str:
    """A name for a conversation in the log: clients may name theirs by an address or a telephone number."""
    return hashlib.sha256(conversation.encode()).hexdigest()[:_DIGITS]


class JsonFormatter(logging.Formatter):
    """Writes time, level, logger, message, what the line is about, and the class and trace of an exception."""

    def __init__(self, mask: Callable[[str], str]) -> None:
        """`mask` takes out of lines at DEBUG what may lead to a person; visitors' texts are in no others."""
        super().__init__()
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        message = record.getMessage()
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._mask(message) if record.levelno < logging.INFO else message,
            **_about.get({}),
            **getattr(record, "about", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line |= {"error": type(record.exc_info[1]).__name__, "trace": trace(record.exc_info[1])}
        return json.dumps(line, default=str)


def set_up(level: str, form: str) -> None:
    """Log as `hush` says, and in JSON where that is asked for."""
    hush(level)
    for name in (ACCESS, TURNS):
        logging.getLogger(name).setLevel(logging.INFO if form == JSON else logging.WARNING)
    if form != JSON:
        return
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonFormatter(masked))
