"""A conversation as a Markdown file for its visitor."""

from collections.abc import Iterable
from typing import Any

from bot.storage import Said
from bot.storage.history import BOT
from bot.takeaway.markdown import escaped

TITLE = "# Conversation about BPO and call centers"


def transcript(messages: Iterable[Said]) -> str:
    """What was said, in order, with the sources of answers. Nothing that the visitor typed becomes markup."""
    parts = [TITLE]
    for one in messages:
        name = "Bot" if one.speaker == BOT else "You"
        # The bot's own texts are Markdown already.
        text = one.text if one.speaker == BOT else "  \n".join(map(escaped, one.text.splitlines()))
        parts += [f"**{name}**, {one.at:%Y-%m-%d %H:%M} UTC", text]
        parts += ["\n".join(map(_source, one.metadata.get("sources") or []))] if one.speaker == BOT else []
    return "\n\n".join(part for part in parts if part) + "\n"


def _source(source: dict[str, Any]) -> str:
    title = escaped(str(source.get("title", "")))
    return f"- Source: {f'[{title}](<{url}>)' if (url := source.get('url')) else title}, {source.get('year', '')}"
