"""The bot's replies, which are the same on every channel, as messages in Slack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from bot.slack.advice import advice
from bot.slack.kit import FEEDBACK, FORM, MOST_BLOCKS, STEER, Block, button, choices, context, plain_text, row, sections
from bot.slack.mrkdwn import clipped_lines, escape, link, mrkdwn

RATED = ("answer", "recommendation")
MOST_TEXT = 3000  # characters of what notifications and screen readers get
_COUNTED = re.compile(r"^Question \d+ of \d+\. ")

Reply = Mapping[str, Any]
Body = dict[str, Any]  # text and blocks of a message


def bodies(replies: Sequence[Reply], numbers: Sequence[int], conversation: str) -> list[Body]:
    """One message a reply; those that carry one recommendation are one message.

    `numbers` are the replies' in the conversation, by which an opinion names them; without them nothing is asked.
    """
    made = []
    for group in _grouped(list(zip_longest(replies, numbers[: len(replies)]))):
        last, number = group[-1]
        blocks = _blocks([reply for reply, _ in group])
        if number is not None and _kind(last) in RATED:
            blocks.append(opinion(conversation, number))
        blocks += _next(last)
        text = mrkdwn("\n".join(reply.get("text") or "" for reply, _ in group))
        for start in range(0, len(blocks), MOST_BLOCKS):
            made.append({"text": clipped_lines(text, MOST_TEXT), "blocks": blocks[start : start + MOST_BLOCKS]})
    return made


def _grouped(replies: list[tuple[Reply, int | None]]) -> Iterator[list[tuple[Reply, int | None]]]:
    group: list[tuple[Reply, int | None]] = []
    for one in replies:
        same = group and _advice(one[0]) is not None and _advice(group[-1][0]) == _advice(one[0])
        if group and not same:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _kind(reply: Reply) -> str:
    return str(reply["metadata"].get("kind"))


def _advice(reply: Reply) -> Any:
    return reply["metadata"].get("recommendation") if _kind(reply) == "recommendation" else None


def _blocks(replies: Sequence[Reply]) -> list[Block]:
    [reply, *_] = replies
    if _advice(reply):
        return advice(replies)
    metadata = reply["metadata"]
    progressing = _kind(reply) == "question" and metadata.get("steps")
    blocks = [progress(metadata["step"], metadata["steps"])] if progressing else []
    blocks += sections(_spoken(reply))
    if metadata.get("sources"):
        blocks.append(context(sources(metadata["sources"])))
    return blocks


def _spoken(reply: Reply) -> str:
    """The text without what the progress or the buttons say."""
    text, kind = reply.get("text") or "", _kind(reply)
    if kind == "question":
        return _COUNTED.sub("", text)
    listed = kind == "clarify" and all(one["title"] in text for one in reply.get("buttons") or ())
    return text.split(" 1. ")[0] if listed else text


def _next(reply: Reply) -> list[Block]:
    """What may be said next: quick replies, and words that steer the assessment."""
    kind, metadata, blocks = _kind(reply), reply["metadata"], list[Block]()
    if buttons := reply.get("buttons"):
        if kind == "answer":
            blocks.append(context("You may also want to know:", "next"))
        blocks.append(choices(buttons))
    if kind == "question":
        words = (["Back"] if metadata.get("step", 1) > 1 else []) + ["Skip", "Why?"]
        row_ = [button(word, f"{STEER}:{word.rstrip('?').lower()}", value=word.rstrip("?").lower()) for word in words]
        if metadata.get("step") == 1:
            row_.append(button("All questions in one form", FORM, value=FORM))
        blocks.append(row(STEER, row_))
    return blocks


def progress(step: int, steps: int) -> Block:
    """How far the assessment is."""
    return context(f"{'▰' * step}{'▱' * (steps - step)}  Question {step} of {steps}")


def sources(given: Sequence[Mapping[str, Any]]) -> str:
    """The sources of an answer, in one line."""
    named = []
    for source in given:
        title, url = str(source.get("title") or source.get("document") or ""), source.get("url")
        safe = url if url and str(url).startswith(("https://", "http://")) else None
        named.append(f"{link(title, safe) if safe else escape(title)}, {escape(str(source.get('year') or 'undated'))}")
    return clipped_lines("Sources: " + " · ".join(named), MOST_TEXT, " · ")


def opinion(conversation: str, number: int) -> Block:
    """Two buttons that say whether a message helped."""
    about = f"{number} {conversation}"
    pair = {
        "positive_button": {"text": plain_text("Helpful"), "value": f"+{about}"},
        "negative_button": {"text": plain_text("Not helpful"), "value": f"-{about}"},
    }
    element = {"type": "feedback_buttons", "action_id": FEEDBACK, **pair}
    return {"type": "context_actions", "block_id": FEEDBACK, "elements": [element]}
