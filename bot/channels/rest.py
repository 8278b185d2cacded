"""The REST webhook: `POST /webhooks/rest/webhook`, as Rasa's own, with metadata and honest errors."""

import json as plain_json
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from inspect import isawaitable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels import sse
from bot.channels.access import of_a_browser
from bot.channels.conversations import add_conversations
from bot.channels.door import Door
from bot.channels.message import BadMessage, read_message
from bot.channels.plain import BUTTONS, without_buttons
from bot.channels.problem import problem
from bot.storage.keys import WRITE


class RestChannel(InputChannel):
    """Rasa's REST channel answers `200 []` to every failure; this one says what happened."""

    def __init__(self, door: Door, require_key: bool = False) -> None:
        """With `require_key` other servers need an API key; visitors with a token never do."""
        self._door, self._require_key = door, require_key

    @classmethod
    def name(cls) -> str:
        """The channel's part of the route."""
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        routes = Blueprint("rest_webhook")
        self._door.guard(routes)
        add_conversations(routes, self._door)

        @routes.exception(BadMessage)
        async def refused(_: Request, error: BadMessage) -> HTTPResponse:
            return problem(400, "Not a message", str(error))

        @routes.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @routes.route("/webhook", methods=["OPTIONS"])
        async def preflight(request: Request) -> HTTPResponse:
            return self._door.preflight(request)

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse | None:
            self._door.count(request)
            message = read_message(request.json, request.headers.get("Idempotency-Key"))
            request.ctx.conversation = message.sender_id  # for whoever logs a failure
            if self._require_key or of_a_browser(message.sender_id):
                await self._door.permit(request, message.sender_id, WRITE)
            self._door.count(request, "conversation", message.sender_id)
            if sse.wanted(request.headers.get("Accept", "")):
                await _stream(request, _answer(message, on_new_message))
                return None
            return json(await _answer(message, on_new_message))

        return routes


async def _answer(
    message: UserMessage, on_new_message: Callable[[UserMessage], Awaitable[Any]]
) -> list[dict[str, Any]]:
    await on_new_message(message)
    replies: list[dict[str, Any]] = message.output_channel.messages
    return without_buttons(replies) if (message.metadata or {}).get(BUTTONS) is False else replies


async def _stream(request: Request, answer: Awaitable[list[dict[str, Any]]]) -> None:
    async def told(error: Exception) -> dict[str, Any]:
        response = request.app.error_handler.response(request, error)  # as if nothing had been sent yet
        made = await response if isawaitable(response) else response
        body: dict[str, Any] = plain_json.loads(made.body)
        return body

    response = await request.respond(content_type=sse.CONTENT_TYPE, headers=sse.HEADERS)
    after = sse.seen(request.headers.get("Last-Event-ID", ""))
    async with aclosing(sse.frames(answer, told, after=after)) as frames:
        async for frame in frames:
            await response.send(frame)
    await response.eof()
