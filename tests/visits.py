"""Conversations written straight into the tables, at any time and of any make, so that their totals are known."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.engine import writing
from bot.storage.handoffs import DELIVERED
from bot.storage.inbox import DONE
from bot.storage.tables import assessments, events, feedback, handoffs, inbox, unanswered


def reply(kind: str, text: str = "...", **metadata: Any) -> dict[str, Any]:
    return {"recipient_id": "x", "text": text, "metadata": {"kind": kind, **metadata}}


def answer(faq: str, text: str = "It is ...") -> dict[str, Any]:
    return reply("answer", text, faq=faq)


def clarify(*choices: str) -> dict[str, Any]:
    return reply("clarify", choices=list(choices))


def question(slot: str) -> dict[str, Any]:
    return reply("question", slot=slot, step=1, steps=5)


class Visits:
    """Writes turns, and what came of them."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine
        self._number = 0
        self._last: dict[str, int] = {}  # the number of the last event, by conversation

    def turn(
        self,
        conversation: str,
        at: datetime,
        *replies: dict[str, Any],
        text: str = "what is it?",
        channel: str = "rest",
        reason: str | None = None,
        option: str | None = None,
        state: str = DONE,
    ) -> int:
        """A message with its reply; its number. `reason` puts it among the unanswered, `option` recommends."""
        self._number += 1
        message = str(self._number)
        row = {
            "id": self._number,
            "channel": channel,
            "conversation": conversation,
            "message": f"key-{message}",
            "text": text,
            "metadata": {},
            "received": at,
            "state": state,
            "attempts": 1,
            "reply": list(replies) if state == DONE else None,
        }
        made = {"conversation": conversation, "message": message, "created": at}
        heard = [{"event": "user", "text": text, "message_id": message, "timestamp": at.timestamp()}]
        for one in replies:
            metadata = {"metadata": one["metadata"]}
            heard.append({"event": "bot", "text": one["text"], "metadata": metadata, "timestamp": at.timestamp()})
        with writing(self._engine).begin() as connection:
            connection.execute(inbox.insert().values(**row))
            for event in heard:
                self._last[conversation] = self._last.get(conversation, 0) + 1
                place = {"conversation": conversation, "sequence": self._last[conversation]}
                connection.execute(events.insert().values(**place, data=event))
            if reason:
                missed = {"text": text, "reason": reason, "guess": "faq/what_is_bpo", "score": 0.3}
                connection.execute(unanswered.insert().values(**made, **missed))
            if option:
                advice = {"option": option, "verdict": "call_center"}
                given = {"id": str(uuid.uuid4()), "option": option, "profile": {}, "recommendation": advice}
                connection.execute(assessments.insert().values(**made, **given))
        return self._number

    def judge(self, conversation: str, at: datetime, helpful: bool, faq: str | None, reason: str | None = None) -> None:
        """Judge the bot's last message in a conversation."""
        row = {"conversation": conversation, "message": self._last[conversation], "helpful": helpful}
        with writing(self._engine).begin() as connection:
            connection.execute(feedback.insert().values(**row, faq=faq, reason=reason, given=at))

    def hand(
        self,
        conversation: str,
        message: int,
        at: datetime,
        state: str = DELIVERED,
        contact: str | None = None,
        thread: str | None = None,
    ) -> str:
        """Hand a conversation over with a message; the name of the delivery, which another may follow as `thread`."""
        name = str(uuid.uuid4())
        row = {
            "delivery": name,
            "thread": thread or name,
            "conversation": conversation,
            "message": str(message),
            "created": at,
            "contact": contact,
            "profile": {},
            "after": 0,
            "upto": self._last[conversation],
            "state": state,
            "due": 0.0,
            "attempts": 1,
        }
        with writing(self._engine).begin() as connection:
            connection.execute(handoffs.insert().values(**row))
        return name
