"""A message once something in it was chosen: the buttons give way to what was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.slack.kit import SAY, STEER, context
from bot.slack.mrkdwn import escape
from bot.slack.place import Place

_FLEETING = (SAY, STEER, "next", "again")


def chosen(message: Mapping[str, Any], title: str, place: Place) -> dict[str, Any]:
    """Text and blocks of the message after a choice. In a channel it says who made it."""
    who = "You" if place.direct or place.private else f"<@{place.user}>"
    said = f"{who} chose *{escape(title)}*."  # of a message that only they see, Slack does not tell the rest
    blocks = [block for block in message.get("blocks") or () if block.get("block_id") not in _FLEETING]
    return {"text": message.get("text") or said, "blocks": [*blocks, context(said)]}


def choice(action: Mapping[str, Any]) -> tuple[str, str]:
    """The title that was chosen, and what it says."""
    option = action.get("selected_option")
    if option:
        return option["text"]["text"], option["value"]
    return action["text"]["text"], action["value"]


def judged(action: Mapping[str, Any]) -> tuple[bool, int, str]:
    """Whether a message helped, its number, and its conversation, of a click on the opinion buttons."""
    value = action["value"]
    number, _, conversation = value[1:].partition(" ")
    return value[0] == "+", int(number), conversation
