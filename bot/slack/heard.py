"""What Slack's events and interactions say, as a message to the bot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.mrkdwn import plain
from bot.slack.place import Place

GREETING = "hello"  # who only mentions the bot greets it
_SPOKEN = (None, "thread_broadcast", "file_share")  # subtypes of messages that a person writes
_TO_ANOTHER = re.compile(r"\s*<@(\w+)")

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Heard:
    """A text that somebody said to the bot; `id` is Slack's, the same however often it comes."""

    place: Place
    id: str
    text: str


def mention(body: Payload) -> Heard | None:
    """A message that mentions the bot; None when no person wrote it."""
    event = body["event"]
    if not _by_person(event):
        return None
    thread = event.get("thread_ts") or event["ts"]
    place = Place(_team(body), event["channel"], event["user"], _enterprise(body), thread)
    # The message's own time stamp, not the id of the event: where the bot is in, a mention comes as two events.
    return Heard(place, event["ts"], plain(event.get("text") or "", _bot(body)) or GREETING)


def message(body: Payload) -> Heard | None:
    """A direct message, or one in a thread of a channel; None for any other, and when no person said it to the bot."""
    event = body["event"]
    text = event.get("text") or ""
    if not _by_person(event) or not text.strip():
        return None
    direct = event.get("channel_type") == "im"
    another = _TO_ANOTHER.match(text)
    if not direct and (not event.get("thread_ts") or (another and another[1] != _bot(body))):
        return None
    thread = event.get("thread_ts") or event["ts"]
    addressed = direct or f"<@{_bot(body)}>" in text
    place = Place(_team(body), event["channel"], event["user"], _enterprise(body), thread, addressed=addressed)
    return Heard(place, event["ts"], plain(text, _bot(body)) or GREETING)


def command(body: Payload) -> tuple[Place, str, str]:
    """Where `/bpo` was said, and its word and what follows it; without a known word all of it is a question."""
    direct = body["channel_id"].startswith("D")
    place = Place(
        body["team_id"],
        body["channel_id"],
        body["user_id"],
        body.get("enterprise_id"),
        private=not direct,
        response_url=body.get("response_url"),
    )
    text = plain(body.get("text") or "")
    word, _, rest = text.partition(" ")
    if word.lower() in COMMANDS:
        return place, word.lower(), rest.strip()
    return place, "ask" if text else "help", text


def clicked(body: Payload) -> Place:
    """Where a button or a menu of a message was used."""
    container, channel = body["container"], (body.get("channel") or {}).get("id")
    message_ = body.get("message") or {}
    user, team, enterprise = who(body)
    if not channel:  # on the home
        return Place(team, user, user, enterprise)
    private = bool(container.get("is_ephemeral"))
    thread = container.get("thread_ts") or message_.get("thread_ts")
    if not private and not channel.startswith("D"):
        thread = thread or container.get("message_ts")  # its answers begin a thread below it
    return Place(team, channel, user, enterprise, thread, private, body.get("response_url") if private else None)


def pointed(body: Payload) -> Heard:
    """The message of which somebody asks by the shortcut; only they see the answer."""
    user, team, enterprise = who(body)
    place = Place(team, body["channel"]["id"], user, enterprise, private=True, response_url=body.get("response_url"))
    return Heard(place, f"shortcut {body['trigger_id']}", plain(body["message"].get("text") or ""))


def who(body: Payload) -> tuple[str, str, str | None]:
    """User, workspace and enterprise of an interaction."""
    user, team = body["user"], body.get("team") or {}
    return user["id"], team.get("id") or user.get("team_id") or "", (body.get("enterprise") or {}).get("id")


COMMANDS = {
    "ask": "ask a question; only you see the answer",
    "assess": "find out what fits your business",
    "topics": "what I can answer",
    "human": "talk to a person",
    "reset": "forget our conversation, after asking you",
    "help": "this list",
}


def _by_person(event: Payload) -> bool:
    return bool(event.get("user")) and not event.get("bot_id") and event.get("subtype") in _SPOKEN


def _bot(body: Payload) -> str | None:
    return next((one["user_id"] for one in body.get("authorizations") or () if one.get("is_bot")), None)


def _team(body: Payload) -> str:
    return str(body.get("team_id") or "")


def _enterprise(body: Payload) -> str | None:
    return body.get("enterprise_id")
