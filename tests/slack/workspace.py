"""People in a workspace: sends what Slack would send when they write and click, signed, and again until it is taken."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode

import requests
from slack_sdk.signature import SignatureVerifier

from tests.receivers import until
from tests.slack.api import BOT_USER, SlackApi

SECRET = "the signing secret"
_clock = count(1)
_lock = threading.Lock()


def stamp() -> str:
    """A new time stamp, which is a message's id."""
    with _lock:
        return f"{1_600_000_000 + next(_clock)}.000100"


def signed(body: str, kind: str, age: float = 0.0, secret: str = SECRET) -> dict[str, str]:
    moment = str(int(time.time() - age))
    signature = SignatureVerifier(secret).generate_signature(timestamp=moment, body=body)
    return {"Content-Type": kind, "X-Slack-Request-Timestamp": moment, "X-Slack-Signature": signature or ""}


@dataclass
class Slack:
    """What Slack sends to one of the servers."""

    urls: list[str]
    api: SlackApi
    team: str = "T1"
    session: requests.Session = field(default_factory=requests.Session)
    acks: list[float] = field(default_factory=list)

    def post(self, body: str, kind: str, **headers: str) -> requests.Response:
        """Send until it is acknowledged in time, to one server after the other."""
        deadline, tries = time.monotonic() + 60, 0
        while True:
            url = self.urls[tries % len(self.urls)]
            more = {"X-Slack-Retry-Num": str(tries), "X-Slack-Retry-Reason": "http_error"} if tries else {}
            begun = time.monotonic()
            try:
                where = f"{url}/webhooks/slack/events"
                response = self.session.post(
                    where, body.encode(), headers={**signed(body, kind), **more, **headers}, timeout=3
                )
                if response.ok:
                    self.acks.append(time.monotonic() - begun)
                    return response
            except requests.RequestException:
                response = None
            tries += 1
            assert time.monotonic() < deadline, f"not taken: {response and response.text}"
            time.sleep(0.1)

    def event(self, event: dict[str, Any], id: str | None = None) -> requests.Response:
        body = {
            "type": "event_callback", "team_id": self.team, "api_app_id": "A1", "event_id": id or f"Ev{uuid.uuid4().hex}",
            "event_time": int(time.time()), "event": event,
            "authorizations": [{"team_id": self.team, "user_id": BOT_USER, "is_bot": True}],
        }  # fmt: skip
        return self.post(json.dumps(body), "application/json")

    def interaction(self, payload: dict[str, Any]) -> requests.Response:
        given = {"team": {"id": self.team}, "trigger_id": uuid.uuid4().hex, "api_app_id": "A1", **payload}
        return self.post(urlencode({"payload": json.dumps(given)}), "application/x-www-form-urlencoded")

    def command(self, text: str, user: str, channel: str, respond: str | None = None) -> requests.Response:
        given = {
            "command": "/bpo", "text": text, "user_id": user, "channel_id": channel, "team_id": self.team,
            "trigger_id": uuid.uuid4().hex, "response_url": f"{self.api.url}/respond/{respond or user}",
        }  # fmt: skip
        return self.post(urlencode(given), "application/x-www-form-urlencoded")


class Person:
    """Somebody who talks to the bot: in direct messages or, with a channel, in a thread there."""

    def __init__(self, slack: Slack, channel: str | None = None) -> None:
        self.slack, self.user = slack, f"U{uuid.uuid4().hex[:8].upper()}"
        self.channel = channel or f"D{self.user[1:]}"
        self.thread: str | None = None
        self.seen = 0

    @property
    def direct(self) -> bool:
        return self.channel.startswith("D")

    def write(self, text: str, **more: Any) -> dict[str, Any]:
        """Write a message; the event that Slack makes of it."""
        ts = stamp()
        event = {
            "type": "message", "channel": self.channel, "user": self.user, "text": text, "ts": ts, "event_ts": ts,
            "channel_type": "im" if self.direct else "channel", **more,
        }  # fmt: skip
        if self.thread and "thread_ts" not in event:
            event["thread_ts"] = self.thread
        if not self.direct:
            self.thread = self.thread or ts
        return event

    def say(self, text: str, replies: int = 1) -> list[dict[str, Any]]:
        """Write to the bot, and wait for so many messages of it at least."""
        kind = {} if self.direct else {"type": "app_mention", "text": f"<@{BOT_USER}> {text}"}
        self.slack.event({**self.write(text), **kind})
        return self.hear(replies)

    def hear(self, many: int = 1, patience: float = 30.0) -> list[dict[str, Any]]:
        """The bot's messages since they were heard last, once there are so many, and no more come."""
        until(lambda: len(self.messages) >= self.seen + many, patience)
        quiet(lambda: len(self.messages))
        new = self.messages[self.seen :]
        self.seen = len(self.messages)
        return new

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What the bot wrote where this person talks to it."""
        found = self.slack.api.posted(self.channel) + (self.slack.api.posted(self.user) if self.direct else [])
        found.sort(key=lambda one: float(one["ts"]))
        return [m for m in found if self.direct or m.get("thread_ts") == self.thread]

    def click(self, message: dict[str, Any], title: str) -> requests.Response:
        """Click on a button of a message, or choose from a menu of it."""
        return self.slack.interaction(clicking(self, message, title))

    def see(self, title: str) -> dict[str, Any]:
        """The latest message with such a button."""
        return next(m for m in reversed(self.messages) if any(title in names(e) for e in elements(m)))


def clicking(person: Person, message: dict[str, Any], title: str) -> dict[str, Any]:
    element = next(element for element in elements(message) if title in names(element))
    action = {"type": element["type"], "action_id": element["action_id"], "block_id": element["block"]}
    if element["type"] == "static_select":
        action["selected_option"] = next(o for o in element["options"] if o["text"]["text"] == title)
    elif element["type"] == "feedback_buttons":
        pair = (element["positive_button"], element["negative_button"])
        action |= next({"text": one["text"], "value": one["value"]} for one in pair if one["text"]["text"] == title)
    else:
        action |= {"text": element["text"], "value": element.get("value")}
    container = {"type": "message", "message_ts": message["ts"], "channel_id": person.channel}
    only = bool(message.get("user_only"))
    container |= {"is_ephemeral": True} if only else {}
    container |= {"thread_ts": message["thread_ts"]} if "thread_ts" in message else {}
    return {
        "type": "block_actions", "user": {"id": person.user}, "channel": {"id": person.channel}, "actions": [action],
        "container": container, "response_url": f"{person.slack.api.url}/respond/{person.user}",
        **({} if only else {"message": message}),
    }  # fmt: skip


def elements(message: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for block in message.get("blocks", []):
        for element in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]:
            if "action_id" in element:
                found.append({**element, "block": block.get("block_id")})
    return found


def names(element: dict[str, Any]) -> list[str]:
    if element["type"] == "static_select":
        return [option["text"]["text"] for option in element["options"]]
    if element["type"] == "feedback_buttons":
        return [element[pair]["text"]["text"] for pair in ("positive_button", "negative_button")]
    return [element["text"]["text"]]


def shown(message: dict[str, Any]) -> str:
    """All texts of a message's blocks, as they stand there."""
    parts: list[str] = []
    for block in message.get("blocks", []):
        parts += [block["text"]["text"]] if "text" in block else []
        parts += [one["text"] for one in block.get("fields", [])]
        parts += [one["text"] for one in block.get("elements", []) if one["type"] in ("mrkdwn", "plain_text")]
    return "\n".join(parts)


def quiet(value: Callable[[], Any], seconds: float = 0.4) -> None:
    """Wait until nothing changes any more."""
    last, since = value(), time.monotonic()
    while time.monotonic() - since < seconds:
        time.sleep(0.05)
        if (now := value()) != last:
            last, since = now, time.monotonic()
