"""Recommendations to take away: `GET /recommendations/<token>` as a page, with `.pdf` and `.md` behind it as these."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.problem import problem
from bot.storage import Assessment, StorageError
from bot.takeaway import document
from bot.takeaway.html import html, notice, policy
from bot.takeaway.links import ROUTE
from bot.takeaway.markdown import markdown

logger = logging.getLogger(__name__)

THREADS = 2
TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # or a link to a source would tell the token
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
NOT_HERE = "The link is wrong, or it has expired. The bot can make the recommendation again from your answers."
UNREADABLE = "I couldn't read the recommendation just now; nothing is lost. Please open the link again in a moment."
Find = Callable[[str], Assessment | None]


class RecommendationsChannel(InputChannel):
    """Serves what `find` knows of a token; an unknown token and an expired one look alike."""

    def __init__(self, find: Find, owner: str | None = None) -> None:
        """`find` may block; `owner` is the name of who runs the bot."""
        self._find, self._owner = find, owner
        # Threads of its own: neither the database nor the making of a PDF may hold up conversations.
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix=ROUTE)

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return ROUTE

    @classmethod
    def url_prefix(cls) -> str:
        """Beside the page, not below the webhooks."""
        return f"/{ROUTE}"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        routes = Blueprint(ROUTE)

        @routes.route("/<name:str>", methods=["GET", "HEAD"])
        async def read(request: Request, name: str) -> HTTPResponse:
            token, _, form = name.partition(".")
            try:
                loop = asyncio.get_running_loop()
                response = await loop.run_in_executor(self._threads, self._response, token, form)
            except StorageError as error:
                logger.error("a recommendation cannot be read: %s", type(error).__name__)  # no token in a log
                return _without(request, 503, "Not just now", UNREADABLE, {"Retry-After": "5"})
            return response or _without(request, 404, "This recommendation is not here", NOT_HERE)

        return routes

    def _response(self, token: str, form: str) -> HTTPResponse | None:
        if form not in ("", "md", "pdf") or not TOKEN.fullmatch(token):
            return None
        found = self._find(token)
        if found is None or found.expires is None:
            return None
        made = found.created
        whole = document(found.recommendation, found.profile, made.date(), found.expires.date(), self._owner)
        if form == "":
            body, kind = html(whole, f"{token}.pdf", f"{token}.md"), "text/html; charset=utf-8"
            return HTTPResponse(body, headers=HEADERS | {"Content-Security-Policy": policy()}, content_type=kind)
        name = {"Content-Disposition": f'inline; filename="call-center-or-bpo-{made:%Y-%m-%d}.{form}"'}
        if form == "pdf":
            from bot.takeaway.pdf import pdf  # two thirds of a second, which no start of a server waits for

            return HTTPResponse(pdf(whole, made), headers=HEADERS | name, content_type="application/pdf")
        return HTTPResponse(markdown(whole), headers=HEADERS | name, content_type="text/markdown; charset=utf-8")


def _without(
    request: Request, status: int, title: str, detail: str, more: dict[str, str] | None = None
) -> HTTPResponse:
    """Why there is no document: a page for browsers, problem details for programs."""
    headers = HEADERS | (more or {})
    if "text/html" not in request.headers.get("Accept", ""):
        return problem(status, title, detail, headers)
    headers["Content-Security-Policy"] = policy()
    return HTTPResponse(notice(title, detail), status, headers, "text/html; charset=utf-8")
