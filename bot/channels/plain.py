"""Replies for a client that shows no buttons: the choices are written out below the last message."""

from collections.abc import Mapping, Sequence
from typing import Any

BUTTONS = "buttons"  # false under this key of a message's metadata: the client shows none


def without_buttons(replies: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The replies with the choices of the last one in its text; its number picks one, where no amount is asked for."""
    bare = [{name: value for name, value in reply.items() if name != "buttons"} for reply in replies]
    if lines := choices(replies[-1]) if replies else []:
        bare[-1]["text"] = "\n".join([bare[-1]["text"], *lines])
    return bare


def choices(reply: Mapping[str, Any]) -> list[str]:
    """The choices of a reply, one a line; none where its text has them already."""
    metadata = reply.get("metadata") or {}
    if metadata.get("kind") == "clarify":
        return []
    amount = metadata.get("slot") == "volume"  # there "2" is two
    titles = [button["title"] for button in reply.get("buttons") or ()]
    return [f"- {title}" if amount else f"{place}. {title}" for place, title in enumerate(titles, 1)]
