"""The Sanic application: Rasa's channels on it, health, and errors that say what happened."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from rasa.core.channels.channel import register
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, file, json

from bot.channels.door import Door
from bot.channels.origins import Origins
from bot.channels.page import PageChannel
from bot.channels.problem import problem
from bot.channels.rates import Rates
from bot.channels.recommendations import RecommendationsChannel
from bot.channels.rest import RestChannel
from bot.channels.slack import SlackChannel
from bot.server.agent import BotAgent
from bot.server.composition import SPARE, build_courier, build_event_stream, build_slack
from bot.server.dispatcher import WAIT
from bot.server.errors import add_errors, add_request_id, route_of
from bot.server.exporter import export
from bot.server.local_actions import LocalActions
from bot.server.readiness import missing
from bot.server.takeover import take_over
from bot.settings import Settings
from bot.storage import Assessment, Repository

logger = logging.getLogger("bot.server")

MAX_BODY = 16 * 1024  # bytes
DESCRIPTION = Path(__file__).parent / "openapi.json"


def build_app(settings: Settings, load: Callable[[], BotAgent]) -> Sanic:
    """The application; `load` makes the agent when the server starts."""
    app = Sanic("bpo-bot", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    app.config.FALLBACK_ERROR_FORMAT = "json"
    turn = settings.action_timeout + SPARE  # the longest that one may take
    app.config.RESPONSE_TIMEOUT = WAIT + turn  # the longest that an answer may take
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = turn
    app.config.PROXIES_COUNT = settings.proxies or None
    app.ctx.settings = settings
    rates = Rates(settings.client_rate, settings.conversation_rate)
    door = Door(lambda: app.ctx.agent.tracker_store.engine, rates, Origins(settings.origins, settings.address))
    channels = [
        RestChannel(door, settings.require_key),
        PageChannel(),
        RecommendationsChannel(lambda token: _shared(app, token), settings.owner.name),
    ]
    if settings.slack:
        several = settings.slack.client_id is not None
        channels.append(SlackChannel(lambda: app.ctx.slack.bolt, not settings.slack.socket_mode, several))
    register(channels, app, route="/webhooks/")
    _add_health(app)
    _add_description(app)
    add_errors(app)
    add_request_id(app)
    _count_responses(app)
    _hang_up_when_stopping(app)

    @app.listener("before_server_start")
    async def start(app: Sanic, _loop: object) -> None:
        app.ctx.agent = load()
        app.ctx.agent.dispatcher.start()
        app.ctx.courier = build_courier(settings, app.ctx.agent)
        if app.ctx.courier:
            app.ctx.courier.start()
        app.ctx.stream = build_event_stream(settings, app.ctx.agent)
        if app.ctx.stream:
            app.ctx.agent.dispatcher.on_settled.append(app.ctx.stream.courier.wake)
            app.ctx.stream.courier.start()
        app.ctx.slack = build_slack(settings, app.ctx.agent)
        if app.ctx.slack:
            await app.ctx.slack.start()
        app.ctx.end_export = export(app.ctx.agent, *settings.metrics) if settings.metrics else None
        app.ctx.watching = asyncio.ensure_future(take_over(app.ctx.agent, settings.models))

    @app.listener("after_server_start")
    async def announce(app: Sanic, _loop: object) -> None:
        place = f"http://{'localhost' if settings.host == '127.0.0.1' else settings.host}:{settings.port}"
        if app.ctx.agent.is_ready():
            at = settings.public_url or place
            logger.info("Ready. Open %s to talk to the bot; POST to %s/webhooks/rest/webhook. Ctrl-C stops it.", at, at)
        else:
            logger.error("Serving at %s without a model: every message gets 503. Run `make train`.", place)

    # Told to stop, Sanic listens no more and lets the requests that came in finish. So a proxy finds nobody, and goes on to
    # another server, before anything would have to be refused; what was taken in without a request is waited for then.
    @app.listener("before_server_stop")
    async def hang_up(app: Sanic, _loop: object) -> None:
        app.ctx.stopping = True
        logger.info("Stopping: nothing new is taken in, what came in is finished")
        app.ctx.watching.cancel()
        if app.ctx.slack:
            await app.ctx.slack.hang_up()

    @app.listener("after_server_stop")
    async def drain(app: Sanic, _loop: object) -> None:
        await app.ctx.agent.dispatcher.stop(settings.action_timeout)
        # At once: each may take as long as an action, and who stops the process does not wait for ever.
        ending = [
            app.ctx.courier and app.ctx.courier.stop(settings.action_timeout),
            app.ctx.stream and app.ctx.stream.stop(),
            app.ctx.slack and app.ctx.slack.stop(settings.action_timeout),
        ]
        await asyncio.gather(*filter(None, ending))
        if app.ctx.end_export:
            app.ctx.end_export()
        if isinstance(app.ctx.agent.action_endpoint, LocalActions):
            app.ctx.agent.action_endpoint.close()
        logger.info("Stopped")

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


def _count_responses(app: Sanic) -> None:
    @app.middleware("response")
    async def count(request: Request, response: HTTPResponse) -> None:
        app.ctx.agent.metrics.responded(request.method, route_of(request) or "none", response.status)


def _hang_up_when_stopping(app: Sanic) -> None:
    app.ctx.stopping = False

    @app.middleware("response")
    async def hang_up(request: Request, _: HTTPResponse) -> None:
        if app.ctx.stopping:
            request.stream.keep_alive = False  # or a proxy would send the next request on this connection, and the next


def _add_description(app: Sanic) -> None:
    @app.get("/openapi.json")
    async def description(_: Request) -> HTTPResponse:
        return await file(DESCRIPTION, mime_type="application/json")
