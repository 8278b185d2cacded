"""The few lines of Rasa that we change still fit Rasa."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from bot.server.agent import (
    ActionFailed,
    BotAgent,
    BotProcessor,
    NotReady,
    cache_event_types,
    ease_action_validation,
    handoff_of,
)
from bot.server.conversation_store import ConversationStore
from bot.server.remote_actions import RemoteActions
from bot.storage import Handoff, Inbox, connect


def parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def test_rasa_still_has_the_methods_that_we_override() -> None:
    assert parameters(MessageProcessor._run_action) == parameters(BotProcessor._run_action)
    assert parameters(Agent.load_model) == parameters(BotAgent.load_model)
    assert parameters(Agent.handle_message) == parameters(BotAgent.handle_message)
    handle = inspect.getsource(MessageProcessor.handle_message)
    for step in ("log_message", "run_action_extract_slots", "_run_prediction_loop"):  # what `turn` does, too
        assert step in handle and step in inspect.getsource(BotProcessor.turn)
    assert parameters(Agent._create_tracker_store) == ["store", "domain"]
    assert "logger.exception" in inspect.getsource(MessageProcessor._run_action), "Rasa raises now: drop our override"


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


class FailingAction:
    """An action that raises what it is given."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def name(self) -> str:
        return "action_fail"

    async def run(self, *_: Any) -> list[Any]:
        raise self.error

    def event_for_successful_execution(self, prediction: Any) -> Any:
        from rasa.shared.core.events import ActionExecuted

        return ActionExecuted(self.name(), prediction.policy_name, prediction.max_confidence)


async def run(error: Exception) -> bool:
    processor = BotProcessor.__new__(BotProcessor)
    processor.domain = Domain.empty()
    processor.nlg = SimpleNamespace()
    tracker = DialogueStateTracker.from_events("a", [])
    prediction = PolicyPrediction.for_action_name(Domain.empty(), "action_listen")
    return await processor._run_action(
        FailingAction(error), tracker, CollectingOutputChannel(), processor.nlg, prediction
    )


async def test_a_failing_action_ends_the_turn_with_its_cause() -> None:
    with pytest.raises(ActionFailed) as failed:
        await run(ZeroDivisionError("boom"))
    assert isinstance(failed.value.__cause__, ZeroDivisionError)


async def test_a_form_that_rejects_a_message_is_no_failure() -> None:
    assert await run(ActionExecutionRejection("assessment_form")) is True


def test_results_of_a_server_of_actions_are_checked_as_strictly_as_before() -> None:
    before = RemoteAction._validate_action_result
    ease_action_validation()
    try:
        action = RemoteAction("action_x", RemoteActions("http://127.0.0.1:1", 1.0))
        assert action._validate_action_result({"events": [], "responses": []})
        with pytest.raises(Exception, match="not of type"):
            action._validate_action_result({"events": "none"})
    finally:
        RemoteAction._validate_action_result = before


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


def test_events_are_found_by_name_as_rasa_finds_them() -> None:
    before = vars(Event)["resolve_by_type"]
    cache_event_types()
    try:
        for kind in all_subclasses(Event):
            first = next(other for other in all_subclasses(Event) if other.type_name == kind.type_name)
            assert Event.resolve_by_type(kind.type_name) is first
        with pytest.raises(ValueError, match="Unknown event"):
            Event.resolve_by_type("nonsense")
    finally:
        Event.resolve_by_type = before


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
