"""Rasa's agent with failures that reach the channel: the few lines of Rasa that this bot changes are here.

Why each is needed stands in docs/adr/0004-our-own-composition-root.md; tests/server/test_agent.py fails when Rasa changes.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator, TemplatedNaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


class NotReady(RuntimeError):
    """No model is loaded."""


class ActionFailed(RuntimeError):
    """An action raised: the turn is not stored, and the channel must say so."""


class BotProcessor(MessageProcessor):
    """Rasa's processor, which logs a failing action and goes on as if it had run; this one gives the turn up."""

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        failures: list[Exception] = []
        run = action.run

        async def watched(*arguments: Any, **named: Any) -> Any:
            try:
                return await run(*arguments, **named)
            except ActionExecutionRejection:
                raise  # a form's way of saying "this message is not for me"
            except Exception as error:
                failures.append(error)
                raise

        action.run = watched  # actions are made anew for each prediction
        again = await super()._run_action(action, tracker, output_channel, nlg, prediction)
        if failures:
            raise ActionFailed(action.name()) from failures[0]
        return again


class BotAgent(Agent):
    """Rasa's agent around our processor, without the fail-safe store that swallows what cannot be saved."""

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Load a model; the old one serves until the new one is ready."""
        self.processor = BotProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
        )
        self.domain = self.processor.domain
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain
        if isinstance(self.nlg, TemplatedNaturalLanguageGenerator):
            self.nlg.responses = self.domain.responses if self.domain else {}

    async def handle_message(self, message: UserMessage) -> list[dict[str, Any]] | None:
        """Handle one message of any channel. Raises NotReady, ActionFailed, or what the store raises."""
        if not self.is_ready():
            raise NotReady("no model is loaded")
        # "/intent{...}" is Rasa's back door for testers; from a visitor it is only text.
        message.text = (message.text or "").lstrip("/ ") or "?"
        return await super().handle_message(message)

    @staticmethod
    def _create_tracker_store(store: TrackerStore | None, domain: Domain | None) -> TrackerStore:
        if store is None:
            raise ValueError("the agent needs a tracker store")
        store.domain = domain or Domain.empty()
        return store


@lru_cache(maxsize=1)
def _action_result_validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return jsonschema.validators.validator_for(schema)(schema)


def _validate_action_result(self: RemoteAction, result: Any) -> bool:
    _action_result_validator().validate(result)
    return True


def cache_action_validation() -> None:
    """Make Rasa check action results with one validator, not a new one each time (49 ms a call, measured)."""
    RemoteAction._validate_action_result = _validate_action_result
