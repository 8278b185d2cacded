"""The few lines of Rasa that we change still fit Rasa."""

from __future__ import annotations

import inspect
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.agent import ActionFailed, BotAgent, BotProcessor, NotReady, cache_action_validation


def parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def test_rasa_still_has_the_methods_that_we_override() -> None:
    assert parameters(MessageProcessor._run_action) == parameters(BotProcessor._run_action)
    assert parameters(Agent.load_model) == parameters(BotAgent.load_model)
    assert parameters(Agent.handle_message) == parameters(BotAgent.handle_message)
    assert parameters(Agent._create_tracker_store) == ["store", "domain"]
    assert "logger.exception" in inspect.getsource(MessageProcessor._run_action), "Rasa raises now: drop our override"


def test_the_tracker_store_is_ours_and_not_wrapped_in_one_that_swallows_failures() -> None:
    store = InMemoryTrackerStore(Domain.empty())
    assert BotAgent(tracker_store=store).tracker_store is store


async def test_without_a_model_a_message_is_refused_and_not_ignored() -> None:
    agent = BotAgent(tracker_store=InMemoryTrackerStore(Domain.empty()))
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


def test_action_results_are_checked_by_one_validator_as_strictly_as_before() -> None:
    before = RemoteAction._validate_action_result
    cache_action_validation()
    try:
        action = RemoteAction("action_x", None)
        assert action._validate_action_result({"events": [], "responses": []})
        with pytest.raises(Exception, match="not of type"):
            action._validate_action_result({"events": "none"})
    finally:
        RemoteAction._validate_action_result = before


@pytest.mark.parametrize(
    ("typed", "heard"), [("/faq", "faq"), ('/inform{"a": 1}', 'inform{"a": 1}'), ("//", "?"), ("a/b", "a/b")]
)
async def test_a_leading_slash_is_only_text(typed: str, heard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    agent = BotAgent(tracker_store=InMemoryTrackerStore(Domain.empty()))
    seen: list[str] = []

    async def handle(_self: Agent, message: UserMessage) -> None:
        seen.append(str(message.text))

    monkeypatch.setattr(BotAgent, "is_ready", lambda _self: True)
    monkeypatch.setattr(Agent, "handle_message", handle)
    await agent.handle_message(UserMessage(typed, CollectingOutputChannel(), "a"))
    assert seen == [heard]
