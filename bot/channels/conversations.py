"""Conversations of the REST webhook: begun, read, judged, taken away and erased under `/webhooks/rest/conversations`."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json, text

from bot.channels.door import Door
from bot.channels.message import MAX_SENDER, mend
from bot.channels.problem import Problem
from bot.channels.transcript import transcript
from bot.storage import Feedback, History, NoSuchMessage, Opinion, Said, Tokens, UnderWay, erase
from bot.storage.history import LAST
from bot.storage.keys import ERASE, READ, WRITE

MAX_REASON = 500  # characters
PATIENCE, LOOK = 30.0, 0.1  # seconds that an erasure waits for a turn to end, and between looks
ONE = "/conversations/<conversation:str>"
BAD = "Not a request"


def add_conversations(routes: Blueprint, door: Door) -> None:
    """Add the routes to those of the webhook."""

    def route(path: str, method: str, name: str | None = None) -> Callable[[Any], Any]:
        # One route of a path that does not unquote would leave its siblings quoted, too, in some order of loading.
        return routes.route(path, methods=[method], name=name, unquote=True)

    async def enter(request: Request, conversation: str, scope: str) -> None:
        request.ctx.conversation = conversation  # for whoever logs a failure
        door.count(request)
        check_name(conversation)
        await door.permit(request, conversation, scope)

    for path in ("/conversations", ONE, *(f"{ONE}/{part}" for part in ("messages", "feedback", "transcript"))):

        @route(path, "OPTIONS", f"preflight {path}")
        async def preflight(request: Request, **_: str) -> HTTPResponse:
            return door.preflight(request)

    @route("/conversations", "POST")
    async def begin(request: Request) -> HTTPResponse:
        door.count(request)
        door.admit_page(request)
        issued = await asyncio.to_thread(Tokens(door.engine()).issue)
        return json({"conversation": issued.conversation, "token": issued.token}, 201)

    @route(f"{ONE}/messages", "GET")
    async def messages(request: Request, conversation: str) -> HTTPResponse:
        await enter(request, conversation, READ)
        after = read_after(request.get_args(keep_blank_values=True).get("after", "0"))
        page = await asyncio.to_thread(History(door.engine()).page, conversation, after)
        return json({"messages": [as_json(one) for one in page], "last": page[-1].number if page else after})

    @route(f"{ONE}/feedback", "POST")
    async def feedback(request: Request, conversation: str) -> HTTPResponse:
        await enter(request, conversation, WRITE)
        opinion = read_opinion(request.json)
        try:
            await asyncio.to_thread(Feedback(door.engine()).save, conversation, opinion)
        except NoSuchMessage:
            raise Problem(404, "No such message", '"message" is not the number of a message of the bot.') from None
        return empty()

    @route(f"{ONE}/transcript", "GET")
    async def download(request: Request, conversation: str) -> HTTPResponse:
        await enter(request, conversation, READ)
        written = await asyncio.to_thread(lambda: transcript(History(door.engine()).all(conversation)))
        name = {"Content-Disposition": f'attachment; filename="conversation-{datetime.now(UTC):%Y-%m-%d}.md"'}
        return text(written, headers=name, content_type="text/markdown; charset=utf-8")

    @route(ONE, "DELETE")
    async def delete(request: Request, conversation: str) -> HTTPResponse:
        await enter(request, conversation, ERASE)
        await erased(door.engine(), conversation)
        return empty()


async def erased(engine: Any, conversation: str, patience: float = PATIENCE) -> None:
    """Erase a conversation, after the turn that is under way. Raises Problem 409 when that takes too long."""
    deadline = time.monotonic() + patience
    while True:
        try:
            await asyncio.to_thread(erase, engine, conversation)
            return
        except UnderWay as error:
            if time.monotonic() > deadline:
                raise Problem(409, "Not just now", f"{error}. Please try again.", {"Retry-After": "5"}) from None
        await asyncio.sleep(LOOK)


def check_name(conversation: str) -> None:
    """Raise Problem 400 for a name that no conversation can have."""
    if len(conversation) > MAX_SENDER or mend(conversation) != conversation:
        raise Problem(400, BAD, f"A conversation is named by at most {MAX_SENDER} characters, without NUL.")


def read_after(given: str) -> int:
    """The number behind which the history is asked for. Raises Problem 400."""
    if not (given.isascii() and given.isdigit() and len(given) <= len(str(LAST)) and int(given) <= LAST):
        raise Problem(400, BAD, f'"after" has to be a whole number from 0 to {LAST}.')
    return int(given)


def read_opinion(body: Any) -> Opinion:
    """The body of feedback. Raises Problem 400."""
    if not isinstance(body, dict):
        raise Problem(400, BAD, 'Send a JSON object: {"message": 4, "helpful": true}.')
    message, helpful, reason = body.get("message"), body.get("helpful"), body.get("reason")
    if isinstance(message, float) and message.is_integer():
        message = int(message)  # JSON does not tell 4.0 from 4
    if not isinstance(message, int) or isinstance(message, bool) or not 1 <= message <= LAST:
        raise Problem(400, BAD, '"message" has to be the number of a message of the bot.')
    if not isinstance(helpful, bool):
        raise Problem(400, BAD, '"helpful" has to be true or false.')
    if reason is not None and (not isinstance(reason, str) or len(reason) > MAX_REASON):
        raise Problem(400, BAD, f'"reason" has to be a string of at most {MAX_REASON} characters.')
    return Opinion(message, helpful, mend(reason) if reason else None)


def as_json(said: Said) -> dict[str, Any]:
    """A message as the history shows it."""
    return {
        "number": said.number,
        "from": said.speaker,
        "text": said.text,
        "buttons": said.buttons,
        "metadata": said.metadata,
        "at": said.at.isoformat(timespec="milliseconds"),
        "id": said.id,
    }
