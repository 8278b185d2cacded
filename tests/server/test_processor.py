"""The few lines of Rasa's processor that we change still fit Rasa."""

from __future__ import annotations

import inspect
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.actions.action import ActionExecutionRejection
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, DefinePrevUserUtteredFeaturization, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.processor import ActionFailed, BotProcessor

DOMAIN = Domain.from_dict({"slots": {"work": {"type": "any", "mappings": [{"type": "custom"}]}}})


def parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def test_rasa_still_has_the_methods_that_we_override() -> None:
    assert parameters(MessageProcessor._run_action) == parameters(BotProcessor._run_action)
    handle = inspect.getsource(MessageProcessor.handle_message)
    for step in ("log_message", "_run_prediction_loop"):  # what `turn` does, too
        assert step in handle and step in inspect.getsource(BotProcessor.turn)
    assert "logger.exception" in inspect.getsource(MessageProcessor._run_action), "Rasa raises now: drop our override"


class Acting:
    """An action that returns or raises what it is given."""

    def __init__(self, outcome: list[Event] | Exception) -> None:
        self.outcome = outcome

    def name(self) -> str:
        return "action_act"

    async def run(self, *_: Any) -> list[Event]:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return list(self.outcome)

    def event_for_successful_execution(self, prediction: Any) -> Any:
        return ActionExecuted(self.name(), prediction.policy_name, prediction.max_confidence)


async def run(
    kind: type[MessageProcessor], outcome: list[Event] | Exception, predicted: list[Event]
) -> tuple[bool, list[dict[str, Any]], list[Any]]:
    """Whether another action follows, the conversation's events without their times, and what was said."""
    processor = kind.__new__(kind)
    processor.domain, processor.nlg = DOMAIN, SimpleNamespace()
    tracker, channel = DialogueStateTracker.from_events("a", [], slots=DOMAIN.slots), CollectingOutputChannel()
    prediction = PolicyPrediction.for_action_name(Domain.empty(), "action_listen")
    prediction.events = predicted
    again = await processor._run_action(Acting(outcome), tracker, channel, processor.nlg, prediction)
    events = [{**event.as_dict(), "timestamp": None} for event in tracker.events]
    return again, events, channel.messages


async def test_a_failing_action_ends_the_turn_with_its_cause() -> None:
    with pytest.raises(ActionFailed) as failed:
        await run(BotProcessor, ZeroDivisionError("boom"), [])
    assert isinstance(failed.value.__cause__, ZeroDivisionError)


@pytest.mark.parametrize("predicted", [[], [DefinePrevUserUtteredFeaturization(False)]], ids=["plain", "with events"])
@pytest.mark.parametrize(
    "outcome",
    [[], [SlotSet("work", "calls"), BotUttered("so")], ActionExecutionRejection("assessment_form")],
    ids=["nothing", "a slot and a message", "a form that rejects the message"],
)
async def test_an_action_leaves_what_it_leaves_with_rasa(
    outcome: list[Event] | Exception, predicted: list[Event]
) -> None:
    ours = await run(BotProcessor, outcome, predicted)
    assert ours == await run(MessageProcessor, outcome, predicted)
    assert ours[0] is True and ours[1]
