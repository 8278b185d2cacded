"""What every request to the REST routes has to pass: rate, origin, and token or key."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.channels.access import permit
from bot.channels.origins import Origins
from bot.channels.problem import Problem, problem
from bot.channels.rates import Rates, TooMany
from bot.storage import Keys, Tokens

logger = logging.getLogger(__name__)


class Door:
    """Lets requests in, and writes on every response of a blueprint how the client stands and which page may read it."""

    def __init__(self, engine: Callable[[], Any], rates: Rates | None = None, origins: Origins | None = None) -> None:
        """`engine` gives the database, once the server runs; without `rates` nothing is too much."""
        self.engine = engine
        self._rates, self._origins = rates, origins or Origins()

    def guard(self, routes: Blueprint) -> None:
        """Answer what is refused on these routes, and complete their responses."""

        @routes.exception(Problem)
        async def refused(_: Request, error: Problem) -> HTTPResponse:
            return problem(error.status, error.title, str(error), error.headers)

        @routes.middleware("response")
        async def complete(request: Request, response: HTTPResponse) -> None:
            standing = getattr(request.ctx, "standing", None)
            response.headers.update(standing.headers() if standing else {})
            response.headers.update(self._origins.headers(request.headers.get("Origin")))
            response.headers.setdefault("Cache-Control", "no-store")

    def preflight(self, request: Request) -> HTTPResponse:
        """Whether a page may send what it is about to send. Raises Problem 403."""
        self.admit_page(request)
        return empty(headers=self._origins.preflight(request.headers.get("Origin")))

    def count(self, request: Request, what: str = "client", name: str | None = None) -> None:
        """Count a request of its client, or of what is named. Raises Problem 429."""
        if self._rates is None:
            return
        try:
            found = self._rates.count(what, name or request.remote_addr or request.ip)
        except TooMany as error:
            request.ctx.standing = error.standing
            seconds = error.standing.reset
            detail = f"{error}. Please send it again in {seconds} seconds."
            raise Problem(429, "Too many requests", detail, {"Retry-After": str(seconds)}) from None
        known = getattr(request.ctx, "standing", found)
        request.ctx.standing = min(found, known, key=lambda standing: standing.left)

    def admit_page(self, request: Request) -> None:
        """Let in what comes from a page of this server or of a listed origin, or from no page. Raises Problem 403."""
        origin = request.headers.get("Origin")
        if self._origins.admit(origin, request.host):
            return
        if self._origins.meet(origin):
            logger.warning("a page of %s asked to use the bot, and BPO_BOT_ORIGINS does not list it", origin)
        # This one refusal may be read by any page, so that whoever embeds the widget learns what is missing.
        headers = {"Access-Control-Allow-Origin": "*"} if request.method != "OPTIONS" else {}
        detail = f"Pages of {origin} may not use this bot; BPO_BOT_ORIGINS lists who may."
        raise Problem(403, "Not permitted", detail, headers)

    async def permit(self, request: Request, conversation: str, scope: str) -> None:
        """Let in who may do this with a conversation. Raises Problem 401 or 403."""
        engine = self.engine()
        header = request.headers.get("Authorization")
        await asyncio.to_thread(permit, header, conversation, scope, Tokens(engine), Keys(engine))
