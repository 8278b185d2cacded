"""The composition root: joins settings, store, actions, answers and model into an agent."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy.orm import sessionmaker

from bot.faq import FaqCatalog
from bot.server.agent import BotAgent, cache_action_validation
from bot.server.local_actions import LocalActions
from bot.server.replies import ReplyGenerator
from bot.settings import Settings
from bot.storage.engine import create_engine, schema_transaction


class ConversationStore(SQLTrackerStore):
    """Rasa's SQL store on the bot's kind of engine: its URLs, its time-outs, and errors that repeat no visitor's text."""

    def __init__(self, database_url: str) -> None:
        self.engine = create_engine(database_url)
        with schema_transaction(self.engine) as connection:
            self.Base.metadata.create_all(connection)
        self.sessionmaker = sessionmaker(bind=self.engine)
        TrackerStore.__init__(self, Domain.empty(), event_broker=None)

    @contextmanager
    def session_scope(self) -> Iterator[Any]:
        """A session. Rasa's own takes every ValueError for a missing schema and ends the process."""
        with self.sessionmaker() as session:
            yield session


def build_agent(settings: Settings, model: Path | None) -> BotAgent:
    """An agent with everything it needs; not ready (`is_ready()` false) when `model` is None."""
    cache_action_validation()
    agent = BotAgent(
        generator=ReplyGenerator(FaqCatalog.load()),
        tracker_store=tracker_store(settings.database_url),
        lock_store=InMemoryLockStore(),
        action_endpoint=action_endpoint(settings),
    )
    if model is not None:
        agent.load_model(model)
    return agent


def tracker_store(database_url: str) -> TrackerStore:
    """Rasa's SQL store on the bot's database; one database for conversations and assessments.

    Raises sqlalchemy.exc.SQLAlchemyError when it cannot be reached or used.
    """
    return ConversationStore(database_url)


def action_endpoint(settings: Settings) -> EndpointConfig:
    """Actions in this process, or at the configured URL."""
    if settings.actions_url:
        return EndpointConfig(url=settings.actions_url, enable_selective_domain=True)
    return LocalActions(settings.action_threads, settings.action_timeout)
