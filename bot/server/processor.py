"""Rasa's processor, whose failing actions give the turn up.

Why stands in docs/adr/0004-our-own-composition-root.md; tests/server/test_processor.py fails when Rasa changes.
"""

import asyncio
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, ActionBotResponse, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.events import ActionExecutionRejected, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.replies import ANSWERED, answered
from bot.server.served_model import load

READING = 2  # messages that are understood at a time, or read from the database for it
WARNED = "warned"  # the slot; `utter_warned` is what is said


class ActionFailed(RuntimeError):
    """An action raised: the turn is not stored, and the channel must say so."""


def cause_of(error: BaseException) -> BaseException:
    """What made a turn fail: of a failing action, what it raised."""
    return error.__cause__ if isinstance(error, ActionFailed) and error.__cause__ else error


class BotProcessor(MessageProcessor):
    """Rasa's processor, which logs a failing action and goes on as if it had run; this one gives the turn up."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(**rest)
        # To understand a message is the longest work that the event loop does in one go. Were it done for all who wait at
        # once, whatever comes in would wait for all of it.
        self._reading = asyncio.Semaphore(READING)

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, GraphRunner]:
        return Path(model_path).name, *load(Path(model_path))

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        # Rasa's steps, but for what no action here returns: messages of visitors, and rejections that are not raised.
        seen = tracker
        if prediction.events:  # which a rejection takes back
            seen = tracker.copy()
            seen.update_with_events(prediction.events, self.domain)
        try:
            events = await action.run(output_channel, nlg, seen, self.domain)
        except ActionExecutionRejection:  # a form's way of saying "this message is not for me"
            tracker.update(ActionExecutionRejected(action.name(), prediction.policy_name, prediction.max_confidence))
            return self.should_predict_another_action(action.name())
        except Exception as error:
            raise ActionFailed(action.name()) from error
        done = [*prediction.events, action.event_for_successful_execution(prediction), *events]
        tracker.update_with_events(done, self.domain)
        await self.execute_side_effects(events, tracker, output_channel)
        return self.should_predict_another_action(action.name())

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Nothing: Rasa would write the whole domain out for every message, to find an intent that it lacks.

        That the domain knows every intent is checked before, by `make validate`.
        """

    async def turn(self, message: UserMessage) -> DialogueStateTracker:
        """Work on a message; the conversation with what the turn adds, which is not stored yet.

        Without Rasa's look for slots that a message fills by their mappings: only actions fill slots here.
        """
        async with self._reading:
            tracker = await self.log_message(message, should_save_tracker=False)
        if (known := answered(tracker)) != (tracker.get_slot(ANSWERED) or []):
            tracker.update(SlotSet(ANSWERED, known), self.domain)
        await self._warn(message.output_channel, tracker)
        await self._run_prediction_loop(message.output_channel, tracker)
        return tracker

    async def _warn(self, channel: OutputChannel, tracker: DialogueStateTracker) -> None:
        """Say once in a conversation that an address or a number of the visitor's is not wanted."""
        act = tracker.latest_message.parse_data.get("act") or {} if tracker.latest_message else {}
        if act.get("personal") and not tracker.get_slot(WARNED):
            said = await ActionBotResponse(f"utter_{WARNED}").run(channel, self.nlg, tracker, self.domain)
            await self.execute_side_effects(said, tracker, channel)
            tracker.update_with_events([*said, SlotSet(WARNED, True)], self.domain)
