"""Letters to a Slack channel, through an incoming webhook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.handoff.letter import Letter
from bot.handoff.post import post

# Slack's own limits are 3,000 characters a text and 50 blocks a message.
MOST_CHARACTERS, MOST_BLOCKS = 2900, 40


class SlackCarrier:
    """Posts letters to the URL of an incoming webhook."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def deliver(self, letter: Letter) -> None:
        """Post a letter. Raises Undelivered."""
        await post(self._url, json.dumps(payload(letter)).encode(), {})


def payload(letter: Letter) -> dict[str, Any]:
    """The letter as blocks of plain text: nothing that a visitor wrote is a mention, a link or markup.

    What does not fit is left out, the oldest first. Slack drops no doubles; readers know them by the id in the subject.
    """
    head = list(_texts("\n".join([letter.subject, *letter.facts()])))
    said = list(_texts("\n".join(letter.transcript())))
    room = MOST_BLOCKS - 1 - len(head[: MOST_BLOCKS // 2])
    if len(said) > room:
        said = ["(Earlier messages are left out.)", *said[-room:]]
    blocks = [_block(text) for text in [*head[: MOST_BLOCKS // 2], *said]]
    return {"text": letter.subject, "blocks": blocks}


def _texts(whole: str) -> Iterator[str]:
    """A text in parts that fit into a block each, cut at line ends where that is possible."""
    while whole:
        cut = len(whole) if len(whole) <= MOST_CHARACTERS else whole.rfind("\n", 0, MOST_CHARACTERS) + 1
        cut = cut or MOST_CHARACTERS
        if part := whole[:cut].strip("\n"):
            yield part
        whole = whole[cut:]


def _block(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "plain_text", "text": text, "emoji": False}}
