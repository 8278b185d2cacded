"""Slack: `POST /webhooks/slack/events` takes events, commands and interactions; `/install` lets workspaces install the app."""

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.compat import Header
from sanic.request import Request
from sanic.response import HTTPResponse
from slack_bolt.adapter.sanic.async_handler import to_async_bolt_request
from slack_bolt.async_app import AsyncApp

from bot.slack.place import CHANNEL

MAX_BODY = 512 * 1024  # bytes; Slack sends the whole message back with each click in it
ROUTE = f"/webhooks/{CHANNEL}"
EVENTS, INSTALL, INSTALLED = "/events", "/install", "/oauth_redirect"


class SlackChannel(InputChannel):
    """Bolt's Sanic adapter below the webhooks. Signatures, their age and the rest of the protocol are Bolt's."""

    def __init__(self, app: Callable[[], AsyncApp], events: bool, install: bool) -> None:
        """`app` gives the Bolt application, once the server runs.

        `events`: whether Slack sends them here (in Socket Mode it does not); `install`: whether workspaces may install.
        """
        self._app, self._events, self._install = app, events, install

    @classmethod
    def name(cls) -> str:
        """The channel's part of the route."""
        return CHANNEL

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        routes = Blueprint("slack_webhook")

        async def events(request: Request) -> HTTPResponse:
            request.stream.request_max_size = MAX_BODY  # what a streaming route may take is its own affair
            await request.receive_body()
            return await self._handle(request)

        async def install(request: Request) -> HTTPResponse:
            return await self._handle(request)

        if self._events:
            routes.add_route(events, EVENTS, methods=["POST"], stream=True)
        if self._install:
            for path in (INSTALL, INSTALLED):
                routes.add_route(install, path, methods=["GET"], name=path)
        return routes

    async def _handle(self, request: Request) -> HTTPResponse:
        """Bolt's answer. Its adapter makes cookies as later versions of Sanic do, so the headers are passed on as they are."""
        app, asked = self._app(), to_async_bolt_request(request)
        flow = app.oauth_flow
        if flow and request.path == flow.install_path:
            answer = await flow.handle_installation(asked)
        elif flow and request.path == flow.redirect_uri_path:
            answer = await flow.handle_callback(asked)
        else:
            answer = await app.async_dispatch(asked)
        headers = Header([(name, value) for name, values in answer.headers.items() for value in values])
        return HTTPResponse(answer.body, answer.status, headers)
