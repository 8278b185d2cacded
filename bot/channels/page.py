"""A page to talk to the bot at `/`, and its greeting."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, file, json

FILES = Path(__file__).parent.parent / "widget"
GREETING = "utter_smalltalk/greet"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


class PageChannel(InputChannel):
    """Serves the page; the conversation itself goes through the REST webhook."""

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "page"

    @classmethod
    def url_prefix(cls) -> str:
        """The page is at the root."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        routes = Blueprint("page")

        @routes.route("/", methods=["GET"])
        async def page(_: Request) -> HTTPResponse:
            return await file(FILES / "index.html", headers=HEADERS)

        @routes.route("/chat.js", methods=["GET"])
        async def script(_: Request) -> HTTPResponse:
            return await file(FILES / "chat.js", headers=HEADERS, mime_type="text/javascript")

        @routes.route("/chat.css", methods=["GET"])
        async def style(_: Request) -> HTTPResponse:
            return await file(FILES / "chat.css", headers=HEADERS, mime_type="text/css")

        @routes.route("/greeting", methods=["GET"])
        async def greeting(request: Request) -> HTTPResponse:
            domain = request.app.ctx.agent.domain
            replies = domain.responses.get(GREETING, []) if domain else []
            kept = [
                {"text": r["text"], "buttons": r.get("buttons", []), "metadata": {"kind": "smalltalk"}}
                for r in replies[:1]
            ]
            return json(kept)

        return routes
