"""What the application answers when something fails, and what it logs of it."""

import logging
import re
import time
import uuid
from http import HTTPStatus

from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import journal
from bot.channels.problem import problem
from bot.quiet import kind, said, trace
from bot.server.agent import NotReady
from bot.server.dispatcher import Overloaded, Stopping
from bot.server.processor import cause_of
from bot.storage import QueueFull, Reused, StorageError

logger = logging.getLogger("bot.server")
access = logging.getLogger(journal.ACCESS)

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
NOT_JSON = 'The body is not JSON. Send an object, such as {"sender": "me", "message": "what is bpo?"}.'
WHAT_TO_DO = {
    404: "There is nothing at this address; GET /openapi.json lists what there is.",
    405: "This address takes another method, which the Allow header names.",
}
QUIET = ("/healthz", "/readyz")
RETRY = "Nothing is lost on your side. Please send it again in a moment."


def add_errors(app: Sanic) -> None:
    """Answer every failure with a problem."""

    @app.exception(NotReady)
    async def not_ready(_: Request, error: NotReady) -> HTTPResponse:
        return problem(503, "Not ready", f"{error}. {RETRY}", {"Retry-After": "10"})

    @app.exception(QueueFull)
    async def too_many(_: Request, error: QueueFull) -> HTTPResponse:
        return problem(429, "Too many messages", f"{error}. Please wait for the answers.", {"Retry-After": "5"})

    @app.exception(Overloaded, Stopping)
    async def busy(_: Request, error: Exception) -> HTTPResponse:
        return problem(503, "Busy", f"{error}. {RETRY}", {"Retry-After": "5"})

    @app.exception(Reused)
    async def reused(_: Request, error: Reused) -> HTTPResponse:
        return problem(422, "Idempotency-Key used before", f"{error}; give every message an id of its own.")

    @app.exception(SanicException)
    async def refused(request: Request, error: SanicException) -> HTTPResponse:
        status = error.status_code
        if status >= 500:
            _log("request", request, error)
        unread = status == 400 and "json" in str(error)  # Sanic tells its many 400s apart by their words alone
        detail = NOT_JSON if unread else WHAT_TO_DO.get(status) or str(error)
        headers = {k: str(v) for k, v in (getattr(error, "headers", None) or {}).items() if k != "Content-Length"}
        title = HTTPStatus(status).phrase if status < 500 else "Failed"
        return problem(status, title, detail or "The request was refused.", headers)

    @app.exception(StorageError)
    async def unreachable(request: Request, error: StorageError) -> HTTPResponse:
        _log("storing", request, error)
        return problem(503, "Not just now", f"What I remember is out of reach just now. {RETRY}", {"Retry-After": "5"})

    @app.exception(Exception)
    async def failed(request: Request, error: Exception) -> HTTPResponse:
        _log("turn", request, error)
        return problem(503, "Turn failed", f"I couldn't work on that message just now. {RETRY}", {"Retry-After": "5"})


def add_request_id(app: Sanic) -> None:
    """Name every request in the log, and its response; log each, but for the questions of those who only watch."""

    @app.middleware("request")
    async def begin(request: Request) -> None:
        journal.begin(request=request_id(request))
        request.ctx.begun = time.perf_counter()

    @app.middleware("response")
    async def name_request(request: Request, response: HTTPResponse) -> None:
        response.headers["X-Request-Id"] = request_id(request)
        route = route_of(request)
        if access.isEnabledFor(logging.INFO) and route not in QUIET:
            about = {"method": request.method, "route": route, "status": response.status}
            about["duration"] = round(time.perf_counter() - getattr(request.ctx, "begun", time.perf_counter()), 4)
            access.info("response", extra={"about": about})


def request_id(request: Request) -> str:
    """The client's X-Request-Id where it is a plain name, otherwise one of ours; the same for the whole request."""
    given = request.headers.get("X-Request-Id", "")
    name = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    return str(vars(request.ctx).setdefault("request_id", name))


def route_of(request: Request) -> str | None:
    """The route of a request, with the names of its parameters: no token is in it. None for an address without one."""
    return f"/{request.route.path}" if request.route else None


def _log(what: str, request: Request, error: Exception) -> None:
    """Log a failure with all that helps to find it; what the visitor wrote, and who it was, are not in it."""
    cause = cause_of(error)
    sender = getattr(request.ctx, "conversation", "")
    name = kind(cause)
    request.app.ctx.agent.metrics.failed(what, name)
    logger.error(
        "%s failed: request=%s path=%s conversation=%s error=%s\n%s",
        what,
        request_id(request),
        route_of(request) or request.path,
        journal.named(sender) if sender else "-",
        name,
        trace(error),
        extra={"about": {"error": name, "said": said(cause)}},
    )
