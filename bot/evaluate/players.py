"""Who answers the questions: a bot in this process, or one behind a URL."""

import asyncio
import os
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, Self, runtime_checkable

import requests

from bot.evaluate.guess import Guess
from bot.light_rasa import postpone_tensorflow
from bot.settings import PREFIX, Settings

SECONDS = 60
MOST_WAITS = 3  # for a bot that gets too many messages


class Player(Protocol):
    """Sends one message in a conversation and returns the replies. `name` says in a report who answered."""

    name: str

    def send(self, conversation: str, text: str) -> list[Mapping[str, Any]]:
        """Send a message."""


@runtime_checkable
class OpenPlayer(Player, Protocol):
    """A player that also shows what the recogniser thought. `threshold` is the confidence from which it answers."""

    threshold: float | None

    def guess(self, conversation: str) -> Guess | None:
        """What the last message was taken for; None when nothing was ranked, as for an entry's title."""


class RemotePlayer:
    """Talks to a running bot's REST webhook."""

    name = "a running bot, through its webhook"

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/") + "/webhooks/rest/webhook"

    def send(self, conversation: str, text: str) -> list[Mapping[str, Any]]:
        """Send a message, again when the bot says that it was too many; raises requests.RequestException."""
        body = {"sender": conversation, "message": text}
        response = requests.post(self._url, json=body, timeout=SECONDS)
        for _ in range(MOST_WAITS):
            if response.status_code != requests.codes.too_many_requests:
                break
            time.sleep(min(SECONDS, float(response.headers.get("Retry-After", 1))))
            response = requests.post(self._url, json=body, timeout=SECONDS)
        response.raise_for_status()
        return list(response.json())


class LocalPlayer:
    """Runs the current model and the actions in this process, on a database of its own; `close` throws that away.

    Raises SettingsError, bot.faq.CatalogError or bot.model.train.TrainingFailed.
    """

    def __init__(self) -> None:
        given = Settings.from_environment()  # before Rasa, which takes seconds to import
        postpone_tensorflow()
        from bot.model.train import ensure
        from bot.server.composition import build_agent

        with ExitStack() as opened:
            folder = opened.enter_context(tempfile.TemporaryDirectory())
            url = f"sqlite:///{Path(folder) / 'played.db'}"
            opened.enter_context(actions_on(url))
            # A remote action server would write into its own database, and answer from its own sources.
            settings = replace(given, database_url=url, actions_url=None)
            model = ensure(settings.models)
            self.name = f"model {model.name.removesuffix('.tar.gz')}, in process"
            self._agent = build_agent(settings, model)
            opened.callback(self._agent.action_endpoint.close)
            self._loop = asyncio.new_event_loop()
            opened.callback(self._loop.close)
            self.close = opened.pop_all().close

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, conversation: str, text: str) -> list[Mapping[str, Any]]:
        """Send a message."""
        from rasa.core.channels.channel import UserMessage

        from bot.channels.collector import ReplyCollector

        message = UserMessage(text, ReplyCollector(), conversation, input_channel="rest")
        replies = self._loop.run_until_complete(self._agent.handle_message(message))
        return list(replies or [])

    def guess(self, conversation: str) -> Guess | None:
        """What the last message of a conversation was taken for."""
        tracker = self._loop.run_until_complete(self._agent.tracker_store.retrieve(conversation))
        ranking = tracker.latest_message.parse_data.get("intent_ranking") if tracker else None
        return Guess(ranking[0]["name"], ranking[0]["confidence"]) if ranking else None

    @property
    def threshold(self) -> float | None:
        """The confidence from which the model answers; None when no part of it has one."""
        nodes = self._agent.processor.model_metadata.predict_schema.nodes.values()
        return next((float(node.config["answer"]) for node in nodes if "answer" in node.config), None)


@contextmanager
def actions_on(database_url: str) -> Iterator[None]:
    """Let the actions of this process use another database meanwhile."""
    from actions import wiring

    def forget() -> None:
        wiring.settings.cache_clear()
        wiring.repository.cache_clear()

    name = f"{PREFIX}DATABASE_URL"
    before = os.environ.get(name)
    os.environ[name] = database_url
    forget()
    try:
        yield
    finally:
        os.environ.pop(name, None)
        if before is not None:
            os.environ[name] = before
        forget()


@contextmanager
def open_player(url: str | None) -> Iterator[Player]:
    """A player for the bot at a URL, or without one for the bot in this process. Raises what LocalPlayer raises."""
    if url:
        yield RemotePlayer(url)
    else:
        with LocalPlayer() as player:
            yield player


def new_conversation() -> str:
    """A conversation id that was never used."""
    return f"evaluate-{uuid.uuid4()}"
