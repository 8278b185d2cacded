"""The Slack app, put together: Bolt with our listeners, the courier of the outbox, Socket Mode where it is wished."""

import logging
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.web.async_client import AsyncWebClient

from actions import wiring
from actions.interview import interview_of
from bot.channels.slack import INSTALL, INSTALLED, ROUTE
from bot.channels.slack_desk import Desk
from bot.channels.slack_listeners import Listeners
from bot.channels.slack_workspaces import Authorize, InstalledWorkspaces, OneWorkspace, States, Workspaces
from bot.dialogue.interview import Interview
from bot.faq.page import by_heading
from bot.reading import Reader
from bot.server.agent import BotAgent
from bot.server.courier import Courier
from bot.server.slack_delivery import AT_ONCE, LEASE, LONGEST, LOOK, SECONDS, SlackDelivery
from bot.slack.manifest import scopes
from bot.slack_credentials import SlackCredentials
from bot.storage import Feedback, Installations, Outbox, Post
from bot.storage.engine import writing

logger = logging.getLogger("bot.server")


class SlackApp:
    """The app in a running server."""

    def __init__(self, credentials: SlackCredentials, address: str, agent: BotAgent, name: str) -> None:
        """`address`: where Slack reaches the bot; `name` is this process's. Connects to nothing yet."""
        engine = agent.store.engine
        workspaces = _workspaces(credentials, engine)
        outbox = Outbox(engine, name, LEASE)
        self._credentials, self._agent = credentials, agent
        self._delivery = SlackDelivery(workspaces, credentials.api_url)
        self._courier: Courier[Post] = Courier(
            "outbox", outbox, self._delivery.deliver, LOOK, AT_ONCE, LONGEST, agent.metrics.delivered
        )
        self.bolt = _bolt(credentials, address, workspaces, engine)
        titles = {heading: [one.title for one in found] for heading, found in by_heading(wiring.catalog()).items()}
        desk = Desk(
            take=agent.dispatcher.take,
            inbox=agent.inbox,
            outbox=outbox,
            feedback=Feedback(engine),
            workspaces=workspaces,
            topics=titles,
            read=Reader().read,
            assessment=self._assessment,
            wake=self._courier.wake,
        )
        Listeners(desk).register(self.bolt)
        self._socket: Any = None

    async def start(self) -> None:
        """Deliver, and in Socket Mode listen."""
        self._agent.dispatcher.on_settled.append(self._courier.wake)
        self._courier.start()
        if self._credentials.app_token:
            client = AsyncWebClient(None, self._credentials.api_url, SECONDS)
            self._socket = AsyncSocketModeHandler(self.bolt, self._credentials.app_token, web_client=client)
            await self._socket.connect_async()

    async def hang_up(self) -> None:
        """Listen no more; what was heard is still delivered."""
        if self._socket:
            await self._socket.close_async()

    async def stop(self, seconds: float) -> None:
        """Finish what is being delivered."""
        await self._courier.stop(seconds)
        await self._delivery.close()

    async def _assessment(self, conversation: str) -> tuple[Interview, bool] | None:
        tracker = await self._agent.store.retrieve(conversation)
        return (interview_of(tracker), bool(tracker.get_slot("assessment_id"))) if tracker else None


def _workspaces(credentials: SlackCredentials, engine: Any) -> Workspaces:
    if credentials.bot_token:
        return OneWorkspace(credentials.bot_token)
    return InstalledWorkspaces(Installations(engine, credentials.token_keys))


def _bolt(credentials: SlackCredentials, address: str, workspaces: Workspaces, engine: Any) -> AsyncApp:
    """Bolt, which answers only once a listener is done: what it acknowledges is kept."""
    client = AsyncWebClient(None, credentials.api_url, SECONDS)
    flow = None
    if isinstance(workspaces, InstalledWorkspaces):
        settings = AsyncOAuthSettings(
            client_id=credentials.client_id,
            client_secret=credentials.client_secret,
            scopes=scopes(),
            user_scopes=[],
            redirect_uri=f"{address}{ROUTE}{INSTALLED}",
            install_path=f"{ROUTE}{INSTALL}",
            redirect_uri_path=f"{ROUTE}{INSTALLED}",
            installation_store=workspaces,
            installation_store_bot_only=True,
            state_store=States(writing(engine)),
        )
        flow = AsyncOAuthFlow(client=client, settings=settings, logger=logger)
    # Bolt reads SLACK_BOT_TOKEN for itself, and warns that it does not need it.
    logging.getLogger("slack_bolt.AsyncApp").addFilter(lambda record: "`token`" not in record.getMessage())
    return AsyncApp(
        name="bpo-bot",
        client=client,
        signing_secret=credentials.signing_secret,
        authorize=Authorize(workspaces),  # type: ignore[arg-type]  # Bolt takes its own kind, too, and says so only in prose
        oauth_flow=flow,
        installation_store_bot_only=True if flow else None,
        process_before_response=True,
    )
