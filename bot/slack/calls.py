"""What is called in Slack to take a message to a place, and what instead when that place cannot be reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.slack.kit import MOST_BLOCKS, SAY, Block, button, context, row, sections
from bot.slack.place import Place
from bot.slack.replies import Body, Reply, bodies

POST, WHISPER, UPDATE, RESPOND = "chat.postMessage", "chat.postEphemeral", "chat.update", "response_url"
EVENT = "bpo_bot_reply"  # the metadata by which a message that was posted is known again
AGAIN = "Try again"
FAILED = "I couldn't work on that message just now; nothing is lost. Please send it again."
_ASIDE = ("fallback",)  # what only the one who wrote it needs to read, in a thread where others talk
_NO_UNFURLING = {"unfurl_links": False, "unfurl_media": False}

Call = dict[str, Any]


def answer(place: Place, replies: Sequence[Reply], numbers: Sequence[int] = ()) -> list[Call]:
    """The calls that take replies to a place, in order."""
    if not place.addressed and all(reply["metadata"].get("kind") in _ASIDE for reply in replies):
        return [whisper(place, body) for body in bodies(replies, (), place.conversation)]
    return [say(place, body) for body in bodies(replies, numbers, place.conversation)]


def regret(place: Place, text: str) -> Call:
    """The call that says that a message was given up, and offers to send it again."""
    return say(place, note(FAILED, row("again", [button(AGAIN, f"{SAY}:again", value=text)])))


def note(text: str, *blocks: Block) -> Body:
    """A message of the bot's own that is no reply of the dialogue."""
    return {"text": text, "blocks": [*sections(text), *blocks]}


def say(place: Place, body: Mapping[str, Any]) -> Call:
    """The call that takes one message to a place."""
    method = POST
    if place.private:
        method = RESPOND if place.response_url else WHISPER
    return {"place": place.to_dict(), "method": method, "arguments": dict(body)}


def whisper(place: Place, body: Mapping[str, Any], response_url: str | None = None) -> Call:
    """The call that says something which only the user sees, whoever else is there."""
    return say(replace(place, private=True, response_url=response_url or place.response_url), body)


def update(place: Place, message: str, body: Mapping[str, Any]) -> Call:
    """The call that writes a message (by its time stamp, which is its id) anew."""
    if place.private and place.response_url:
        arguments = {**body, "replace_original": True}
        return {"place": place.to_dict(), "method": RESPOND, "arguments": arguments, "only": True}
    arguments = {**body, "channel": place.channel, "ts": message}
    return {"place": place.to_dict(), "method": UPDATE, "arguments": arguments, "only": True}


def ways(call: Call) -> Iterator[tuple[str, dict[str, Any]]]:
    """Methods and arguments, the first of which that Slack takes is enough."""
    place, method, body = Place.of(call["place"]), call["method"], call["arguments"]
    thread = {"thread_ts": place.thread} if place.thread else {}
    if call.get("only"):
        yield method, body
        return
    if method == RESPOND:
        yield RESPOND, {**body, "response_type": "ephemeral", "replace_original": False}
    if method in (RESPOND, WHISPER) and place.channel != place.user:
        yield WHISPER, {**body, **thread, "channel": place.channel, "user": place.user}
    else:
        yield POST, {**body, **thread, **_NO_UNFURLING, "channel": place.channel}
    if not place.direct:
        yield POST, {**_elsewhere(body, place), **_NO_UNFURLING, "channel": place.user}


def _elsewhere(body: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """A message that could not be said where it was asked for."""
    why = f"I couldn't write in <#{place.channel}>, so here it is."
    return {**body, "blocks": [context(why), *body["blocks"]][:MOST_BLOCKS]}
