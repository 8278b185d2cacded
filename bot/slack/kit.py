"""The blocks and elements of Block Kit that the bot uses, within Slack's limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.mrkdwn import texts

Block = dict[str, Any]

MOST_BLOCKS, MOST_VIEW_BLOCKS = 50, 100  # of a message; of a home or a modal
MOST_ELEMENTS, MOST_OPTIONS, MOST_FIELDS = 25, 100, 10
MOST_LABEL, MOST_OPTION, MOST_HEADER, MOST_FIELD = 75, 150, 150, 2000  # characters
MOST_BUTTONS = 5  # from here on a menu is easier to read
SAY, STEER, LINKS, FEEDBACK = "say", "steer", "links", "feedback"  # block ids, and beginnings of action ids
FORM = "form"  # the action that opens the form


def clipped(text: str, most: int) -> str:
    """The text within so many characters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def plain_text(text: str, most: int = MOST_LABEL) -> Block:
    """A text object in which nothing is markup."""
    return {"type": "plain_text", "text": clipped(text, most), "emoji": False}


def sections(markdown: str) -> list[Block]:
    """A text, in as many sections as it needs."""
    return [section(text) for text in texts(markdown)]


def section(mrkdwn: str, **more: Any) -> Block:
    """A section with a text in mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn}, **more}


def header(text: str) -> list[Block]:
    """A headline; one that is too long for Slack's is a bold text, for nothing of it may be lost."""
    if len(text) <= MOST_HEADER:
        return [{"type": "header", "text": plain_text(text, MOST_HEADER)}]
    return sections(f"**{text}**")


def context(mrkdwn: str, block_id: str | None = None) -> Block:
    """A note in small letters."""
    block = {"type": "context", "elements": [{"type": "mrkdwn", "text": mrkdwn}]}
    return {**block, "block_id": block_id} if block_id else block


def fields(rows: Sequence[tuple[str, str]]) -> Block:
    """Names and values in two columns; both are plain words."""
    made = [{"type": "mrkdwn", "text": clipped(f"*{name}*\n{value}", MOST_FIELD)} for name, value in rows]
    return {"type": "section", "fields": made[:MOST_FIELDS]}


def button(title: str, action_id: str, **more: Any) -> Block:
    """A button; `more` is its value, its style or its url."""
    return {"type": "button", "text": plain_text(title), "action_id": action_id, **more}


def row(block_id: str, buttons: Sequence[Block]) -> Block:
    """Buttons beside one another."""
    return {"type": "actions", "block_id": block_id, "elements": list(buttons)[:MOST_ELEMENTS]}


def menu(placeholder: str, action_id: str, titles: Mapping[str, str]) -> Block:
    """A menu of titles, and what each one says."""
    options = [{"text": plain_text(title), "value": said} for title, said in titles.items()]
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain_text(placeholder, 150),
        "options": options[:MOST_OPTIONS],
    }


def choices(buttons: Sequence[Mapping[str, str]]) -> Block:
    """Quick replies: buttons or, when there are many, a menu. What is chosen is said as if it had been typed."""
    said = {one["title"]: one.get("payload") or one["title"] for one in buttons}
    if len(said) > MOST_BUTTONS and all(len(one) <= MOST_OPTION for one in said.values()):
        return row(SAY, [menu("Choose", f"{SAY}:menu", said)])
    return row(SAY, [button(title, f"{SAY}:{place}", value=one) for place, (title, one) in enumerate(said.items())])
