"""What Slack refuses: blocks beyond its limits, as slack_sdk's models and its documentation have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}


def faults(blocks: list[dict[str, Any]], surface: str = "message") -> list[str]:
    """Why Slack would refuse these blocks; nothing when it would take them."""
    found = [f"{len(blocks)} blocks"] * (not 1 <= len(blocks) <= MOST_BLOCKS[surface])
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    found += [f"block_id {name} {many} times" for name, many in ids.items() if many > 1]
    for block in blocks:
        try:
            parsed = Block.parse(block)
            assert parsed is not None, f"no such block: {block['type']}"
            parsed.validate_json()
            parsed.to_dict()
        except (SlackObjectFormationError, AssertionError, TypeError) as error:
            found.append(f"{block}: {error}")
        found += list(_more(block))
    return found


def _more(block: dict[str, Any]) -> Iterator[str]:
    elements = block.get("elements", [])
    actions = Counter(element["action_id"] for element in elements if "action_id" in element)
    yield from (f"action_id {name} {many} times" for name, many in actions.items() if many > 1)
    if block["type"] == "context_actions" and len(elements) > 5:
        yield "too many in context_actions"
    for one in _within(block):
        if one.get("type") in ("mrkdwn", "plain_text") and not one["text"].strip():
            yield "an empty text"
        if one.get("type") in ("static_select", "multi_static_select"):
            if not 1 <= len(one["options"]) <= 100:
                yield "a menu of no or too many options"
            yield from (f"option {o['value']}" for o in one["options"] if len(o["value"]) > 150)
            yield from (f"option {o['text']['text']}" for o in one["options"] if len(o["text"]["text"]) > 75)
        if one.get("type") == "button" and len(one["text"]["text"]) > 75:
            yield f"button {one['text']['text']}"


def _within(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from _within(one)
    elif isinstance(value, list):
        for one in value:
            yield from _within(one)
