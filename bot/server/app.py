"""The Sanic application: Rasa's channels on it, health, and errors that say what happened."""

import asyncio
import hashlib
import logging
import re
import uuid
from collections.abc import Callable

from rasa.core.channels.channel import register
from sanic import Sanic
from sanic.exceptions import NotFound, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.page import PageChannel
from bot.channels.problem import problem
from bot.channels.rates import Rates
from bot.channels.recommendations import RecommendationsChannel
from bot.channels.rest import RestChannel
from bot.quiet import trace
from bot.server.agent import ActionFailed, BotAgent, NotReady
from bot.server.composition import SLACK, build_courier
from bot.server.dispatcher import WAIT, Overloaded, Stopping
from bot.server.local_actions import LocalActions
from bot.server.readiness import missing
from bot.server.takeover import take_over
from bot.settings import Settings
from bot.storage import Assessment, QueueFull, Repository, Reused

logger = logging.getLogger("bot.server")

MAX_BODY = 16 * 1024  # bytes
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
RETRY = "Nothing is lost on your side. Please send it again in a moment."


def build_app(settings: Settings, load: Callable[[], BotAgent]) -> Sanic:
    """The application; `load` makes the agent when the server starts."""
    app = Sanic("bpo-bot", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.RESPONSE_TIMEOUT = WAIT + settings.action_timeout + SLACK  # the longest that an answer may take
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = settings.action_timeout
    app.config.PROXIES_COUNT = settings.proxies or None
    app.ctx.settings = settings
    channels = [
        RestChannel(Rates(settings.client_rate, settings.conversation_rate)),
        PageChannel(),
        RecommendationsChannel(lambda token: _shared(app, token), settings.owner.name),
    ]
    register(channels, app, route="/webhooks/")
    _add_health(app)
    _add_errors(app)
    _add_request_id(app)

    @app.listener("before_server_start")
    async def start(app: Sanic, _loop: object) -> None:
        app.ctx.agent = load()
        app.ctx.agent.dispatcher.start()
        app.ctx.courier = build_courier(settings, app.ctx.agent)
        if app.ctx.courier:
            app.ctx.courier.start()
        app.ctx.watching = asyncio.ensure_future(take_over(app.ctx.agent, settings.models))

    @app.listener("after_server_start")
    async def announce(app: Sanic, _loop: object) -> None:
        place = f"http://{'localhost' if settings.host == '127.0.0.1' else settings.host}:{settings.port}"
        if app.ctx.agent.is_ready():
            logger.info(
                "Ready. Open %s to talk to the bot; POST to %s/webhooks/rest/webhook. Ctrl-C stops it.", place, place
            )
        else:
            logger.error("Serving at %s without a model: every message gets 503. Run `make train`.", place)

    @app.listener("before_server_stop")
    async def drain(app: Sanic, _loop: object) -> None:
        app.ctx.watching.cancel()
        await app.ctx.agent.dispatcher.stop(settings.action_timeout)
        if app.ctx.courier:
            await app.ctx.courier.stop(settings.action_timeout)

    @app.listener("after_server_stop")
    async def stop(app: Sanic, _loop: object) -> None:
        if isinstance(app.ctx.agent.action_endpoint, LocalActions):
            app.ctx.agent.action_endpoint.close()

    return app


def _shared(app: Sanic, token: str) -> Assessment | None:
    return Repository(app.ctx.agent.tracker_store.engine).shared_assessment(token)


def _add_health(app: Sanic) -> None:
    @app.get("/healthz")
    async def alive(_: Request) -> HTTPResponse:
        return json({"status": "alive"})

    @app.get("/readyz")
    async def ready(request: Request) -> HTTPResponse:
        lacking = await missing(request.app.ctx.agent, request.app.ctx.settings)
        if lacking:
            return problem(503, "Not ready", "; ".join(lacking.values()), missing=sorted(lacking))
        return json({"status": "ready", "model": request.app.ctx.agent.model_name})


def _add_errors(app: Sanic) -> None:
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
        detail = "There is nothing at this address." if isinstance(error, NotFound) else str(error)
        headers = {k: str(v) for k, v in (getattr(error, "headers", None) or {}).items() if k != "Content-Length"}
        return problem(status, "Refused" if status < 500 else "Failed", detail or "The request was refused.", headers)

    @app.exception(Exception)
    async def failed(request: Request, error: Exception) -> HTTPResponse:
        _log("turn", request, error)
        return problem(503, "Turn failed", f"I couldn't work on that message just now. {RETRY}", {"Retry-After": "5"})


def _add_request_id(app: Sanic) -> None:
    @app.middleware("response")
    async def name_request(request: Request, response: HTTPResponse) -> None:
        response.headers["X-Request-Id"] = request_id(request)


def request_id(request: Request) -> str:
    """The client's X-Request-Id where it is a plain name, otherwise one of ours; the same for the whole request."""
    given = request.headers.get("X-Request-Id", "")
    name = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    return str(vars(request.ctx).setdefault("request_id", name))


def _log(what: str, request: Request, error: Exception) -> None:
    """Log a failure with all that helps to find it; what the visitor wrote, and who it was, are not in it."""
    cause = error.__cause__ if isinstance(error, ActionFailed) and error.__cause__ else error
    sender = getattr(request.ctx, "conversation", "")
    logger.error(
        "%s failed: request=%s path=%s conversation=%s error=%s\n%s",
        what,
        request_id(request),
        f"/{request.route.path}" if request.route else request.path,  # the route has no token in it
        hashlib.sha256(sender.encode()).hexdigest()[:12] if sender else "-",
        type(cause).__name__,
        trace(error),
    )
