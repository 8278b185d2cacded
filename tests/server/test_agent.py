"""Rasa's agent around the inbox."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.agent import BotAgent, NotReady, handoff_of
from bot.server.conversation_store import ConversationStore
from bot.server.processor import BotProcessor
from bot.storage import Handoff, Inbox, connect


def parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def test_rasa_still_has_the_methods_that_we_override() -> None:
    assert parameters(Agent.load_model) == parameters(BotAgent.load_model)
    assert parameters(Agent.handle_message) == parameters(BotAgent.handle_message)
    assert parameters(Agent._create_tracker_store) == ["store", "domain"]


@pytest.fixture
def agent(sqlite_url: str) -> Iterator[BotAgent]:
    """An agent without a model."""
    engine = connect(sqlite_url)
    yield BotAgent(ConversationStore(engine), Inbox(engine, "me", 5.0), 5.0, 5.0, lambda: SimpleNamespace())
    engine.dispose()


def test_the_tracker_store_is_ours_and_not_wrapped_in_one_that_swallows_failures(agent: BotAgent) -> None:
    assert isinstance(agent.tracker_store, ConversationStore)


async def test_without_a_model_a_message_is_refused_and_not_ignored(agent: BotAgent) -> None:
    with pytest.raises(NotReady):
        await agent.handle_message(UserMessage("hi", CollectingOutputChannel(), "a"))


@pytest.mark.parametrize(
    ("typed", "heard"), [("/faq", "faq"), ('/inform{"a": 1}', 'inform{"a": 1}'), ("//", "?"), ("a/b", "a/b")]
)
async def test_a_leading_slash_is_only_text(typed: str, heard: str, agent: BotAgent) -> None:
    agent.processor = Echo()
    reply = await agent.handle_message(UserMessage(typed, CollectingOutputChannel(), "a"))
    assert [message["text"] for message in reply] == [heard]


async def test_a_message_that_comes_again_gets_the_reply_of_before(agent: BotAgent) -> None:
    agent.processor = echo = Echo()
    channel = CollectingOutputChannel()
    for _ in range(2):
        await agent.handle_message(UserMessage("hi", channel, "a", message_id="1"))
        assert [message["text"] for message in channel.messages] == ["hi"]
    assert echo.heard == ["hi"]
    assert (await agent.tracker_store.retrieve("a")).latest_message.text == "hi"


async def test_a_turn_that_takes_too_long_is_given_up_and_not_stored(agent: BotAgent) -> None:
    agent.processor, agent._turn_seconds = Echo(seconds=5), 0.05
    with pytest.raises(asyncio.TimeoutError):
        await agent.handle_message(UserMessage("hi", CollectingOutputChannel(), "a"))
    assert await agent.tracker_store.retrieve("a") is None


class Echo(BotProcessor):
    """Says what it hears, after some seconds."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.heard: list[str] = []
        self.seconds = seconds

    async def turn(self, message: UserMessage) -> DialogueStateTracker:
        await asyncio.sleep(self.seconds)
        self.heard.append(message.text)
        await message.output_channel.send_response(message.sender_id, {"text": message.text})
        return DialogueStateTracker.from_events(message.sender_id, [UserUttered(message.text)])


@pytest.mark.parametrize(
    ("marks", "handoff"),
    [
        ([None], None),
        (["asked"], None),
        ([None, "handed_over"], Handoff("jane@example.com")),
        (["passed_on"], Handoff(follows=True)),
    ],
)
def test_what_a_turn_hands_over_is_what_its_replies_say(marks: list[str | None], handoff: Handoff | None) -> None:
    replies = [{"text": "so", "metadata": {"kind": "handoff"} | ({"handoff": mark} if mark else {})} for mark in marks]
    heard = UserUttered("jane@example.com", parse_data={"act": {"contact": "jane@example.com"}})
    assert handoff_of(DialogueStateTracker.from_events("visitor", [heard]), replies) == handoff
