"""The composition root: joins settings, store, actions, answers and model into an agent."""

import socket
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rasa.core.lock_store import InMemoryLockStore
from rasa.utils.endpoints import EndpointConfig

from actions import wiring
from bot.handoff import carrier_of
from bot.server.agent import BotAgent
from bot.server.conversation_store import ConversationStore
from bot.server.courier import LEASE as DELIVERY_LEASE
from bot.server.courier import Courier, by_letter
from bot.server.easing import ease
from bot.server.letters import Letters
from bot.server.local_actions import LocalActions
from bot.server.remote_actions import RemoteActions
from bot.server.replies import ReplyGenerator
from bot.server.slack import SlackApp
from bot.settings import Settings
from bot.slack.calls import answer, regret
from bot.slack.place import CHANNEL, Place
from bot.storage import Delivery, Handoffs, Inbox, Message, Stream, connect
from bot.storage.inbox import Reply
from bot.storage.outbox import Call

if TYPE_CHECKING:
    from bot.server.event_stream import EventStream

SPARE = 10.0  # seconds that a turn may take besides one action
LEASE = 15.0  # seconds until another process takes over what one works on that shows no sign of life


def build_agent(settings: Settings, model: Path | None) -> BotAgent:
    """An agent with everything it needs; not ready (`is_ready()` false) when `model` is None.

    Raises sqlalchemy.exc.SQLAlchemyError when the database cannot be reached or used.
    """
    ease()
    engine = connect(settings.database_url)
    agent = BotAgent(
        ConversationStore(engine, streamed=settings.event_broker is not None),
        Inbox(engine, process_name(), LEASE, regrets),
        LEASE,
        settings.action_timeout + SPARE,
        answers,
        calls,
        lock_store=InMemoryLockStore(),  # Rasa wants one; the inbox orders messages
        action_endpoint=action_endpoint(settings),
    )
    if model is not None:
        agent.load_model(model)
    return agent


def process_name() -> str:
    """A name that no other process of the bot has."""
    return f"{socket.gethostname()[:20]}-{uuid.uuid4().hex}"


def build_courier(settings: Settings, agent: BotAgent) -> Courier[Delivery] | None:
    """Who delivers what the agent's conversations hand over; None without a destination. Raises SettingsError."""
    carrier = carrier_of(settings)
    if carrier is None:
        return None
    engine = agent.store.engine
    handoffs = Handoffs(engine, process_name(), DELIVERY_LEASE)
    deliver = by_letter(Letters(engine, settings.address, settings.owner.name).write, carrier)
    return Courier("handoffs", handoffs, deliver, count=agent.metrics.delivered)


def build_event_stream(settings: Settings, agent: BotAgent) -> "EventStream | None":
    """Who streams the agent's turns; None without a broker. Connects to nothing yet."""
    if settings.event_broker is None:
        return None
    from bot.server.broker import broker_at  # with the clients of both brokers, which nobody else needs
    from bot.server.event_stream import LEASE, EventStream

    stream = Stream(agent.store.engine, process_name(), LEASE)
    return EventStream(stream, partial(broker_at, settings.event_broker), agent.metrics.delivered)


def build_slack(settings: Settings, agent: BotAgent) -> SlackApp | None:
    """The Slack app; None without its secrets."""
    return SlackApp(settings.slack, settings.address, agent, process_name()) if settings.slack else None


def calls(message: Message, replies: Reply, numbers: Sequence[int]) -> Sequence[Call]:
    """The calls that take replies to the channel of a message; of a channel that waits for them none.

    A process without the Slack app makes them too: it may finish what another left behind.
    """
    if message.channel != CHANNEL:
        return ()
    return answer(Place.of(message.metadata[CHANNEL]), replies, numbers)


def regrets(message: Message) -> Sequence[Call]:
    """The calls that tell of a message which was given up, on a channel that does not wait for its answer."""
    if message.channel != CHANNEL:
        return ()
    return [regret(Place.of(message.metadata[CHANNEL]), message.text)]


def answers() -> ReplyGenerator:
    """Answers from the present cards, which the actions read anew as well."""
    wiring.catalog.cache_clear()
    return ReplyGenerator(wiring.catalog(), wiring.owner().name)


def action_endpoint(settings: Settings) -> EndpointConfig:
    """Actions in this process, or at the configured URL."""
    if settings.actions_url:
        return RemoteActions(settings.actions_url, settings.action_timeout)
    return LocalActions(settings.action_threads, settings.action_timeout)
