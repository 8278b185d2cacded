"""Letters to a webhook, signed as Standard Webhooks says (https://www.standardwebhooks.com)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any

from bot.handoff.letter import Letter
from bot.handoff.post import post


class WebhookCarrier:
    """Posts letters as JSON to a URL. What comes twice has the same `webhook-id`."""

    def __init__(self, url: str, secret: bytes) -> None:
        self._url, self._secret = url, secret

    async def deliver(self, letter: Letter) -> None:
        """Post a letter. Raises Undelivered."""
        body = json.dumps(payload(letter)).encode()
        await post(self._url, body, signed(letter.id, int(time.time()), body, self._secret))


def payload(letter: Letter) -> dict[str, Any]:
    """The letter as an event: `handoff.created`, or `handoff.continued` for what a visitor adds."""
    data = {
        "id": letter.id,
        "thread": letter.thread,
        "conversation": letter.conversation,
        "contact": letter.contact,
        "profile": dict(letter.profile),
        "answers": list(letter.answers),
        "recommendation": letter.link,
        "transcript": [{"from": line.who, "text": line.text, "at": line.at.isoformat()} for line in letter.lines],
        "left_out": letter.left_out,
    }
    kind = "handoff.continued" if letter.follows else "handoff.created"
    return {"type": kind, "timestamp": letter.written.isoformat(), "data": data}


def signed(id: str, timestamp: int, body: bytes, secret: bytes) -> dict[str, str]:
    """The headers that let a receiver know who sent a body, when, and whether it came before."""
    digest = hmac.new(secret, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {"webhook-id": id, "webhook-timestamp": str(timestamp), "webhook-signature": signature}
