"""The conversation on the README's first screen is what the bot says, word for word."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

README = Path(__file__).parents[2] / "README.md"
LINE = re.compile(r"^> \*\*(you|bot)\*\* (.+)$", re.MULTILINE)


def turns() -> list[tuple[str, list[str]]]:
    """What the visitor says, each with the bot's messages."""
    found: list[tuple[str, list[str]]] = []
    for who, text in LINE.findall(README.read_text("utf-8")):
        if who == "you":
            found.append((text, []))
        else:
            found[-1][1].append(text)
    return found


def test_the_conversation_of_the_readme_is_what_the_bot_says(visitor: Any) -> None:
    conversation = turns()
    assert len(conversation) >= 4
    assert README.read_text("utf-8").index("> **you**") < 1000, "the conversation belongs on the first screen"
    for text, replies in conversation:
        visitor.say(text)
        assert [reply["text"] for reply in visitor.replies] == replies
