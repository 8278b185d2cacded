"""Slack: `POST /webhooks/slack/events` takes events, commands and interactions; `/install` lets workspaces install the app."""

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from slack_bolt.adapter.sanic.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp

from bot.slack.place import CHANNEL

MAX_BODY = 512 * 1024  # bytes; Slack sends the whole message back with each click in it
ROUTE = f"/webhooks/{CHANNEL}"
EVENTS, INSTALL, INSTALLED = "/events", "/install", "/oauth_redirect"


class SlackChannel(InputChannel):
    """Bolt's Sanic adapter below the webhooks. Signatures, their age and the rest of the protocol are Bolt's."""

    def __init__(self, app: Callable[[], AsyncApp]) -> None:
        """`app` gives the Bolt application, once the server runs."""
        self._app = app

    @classmethod
    def name(cls) -> str:
        """The channel's part of the route."""
        return CHANNEL

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        routes = Blueprint("slack_webhook")

        @routes.route(EVENTS, methods=["POST"], stream=True)
        async def events(request: Request) -> HTTPResponse:
            request.stream.request_max_size = MAX_BODY  # what a streaming route may take is its own affair
            await request.receive_body()
            return await AsyncSlackRequestHandler(self._app()).handle(request)

        @routes.route(INSTALL, methods=["GET"])
        @routes.route(INSTALLED, methods=["GET"])
        async def install(request: Request) -> HTTPResponse:
            return await AsyncSlackRequestHandler(self._app()).handle(request)

        return routes
