"""Rasa's agent with failures that reach the channel: the few lines of Rasa that this bot changes are here.

Why each is needed stands in docs/adr/0004-our-own-composition-root.md; tests/server/test_agent.py fails when Rasa changes.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import jsonschema
from rasa.core.actions.action import Action, ActionBotResponse, ActionExecutionRejection, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator, TemplatedNaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import TrackerStore
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from bot.channels.collector import ReplyCollector
from bot.dialogue.handoff import HANDED_OVER, PASSED_ON
from bot.server.conversation_store import ConversationStore
from bot.server.dispatcher import Dispatcher
from bot.server.local_actions import LocalActions
from bot.server.metrics import Metrics
from bot.server.replies import ANSWERED, answered
from bot.server.served_model import load
from bot.storage.handoffs import Handoff
from bot.storage.inbox import Claim, Inbox, Message, Reply
from bot.storage.outbox import Call

# Of a message, its replies and their numbers in the conversation (none where it is forgotten).
Calls = Callable[[Message, Reply, Sequence[int]], Sequence[Call]]


def no_calls(message: Message, replies: Reply, numbers: Sequence[int]) -> Sequence[Call]:
    """Who asks takes the replies back."""
    return ()


READING = 2  # messages that are understood at a time, or read from the database for it

WARNED = "warned"  # the slot; `utter_warned` is what is said


class NotReady(RuntimeError):
    """No model is loaded."""


class ActionFailed(RuntimeError):
    """An action raised: the turn is not stored, and the channel must say so."""


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

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Nothing: Rasa would write the whole domain out for every message, to find an intent that it lacks.

        That the domain knows every intent is checked before, by `make validate`.
        """

    async def turn(self, message: UserMessage) -> DialogueStateTracker:
        """Work on a message; the conversation with what the turn adds, which is not stored yet."""
        async with self._reading:
            tracker = await self.log_message(message, should_save_tracker=False)
        tracker = await self.run_action_extract_slots(message.output_channel, tracker)
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


class BotAgent(Agent):
    """Rasa's agent around our processor, whose messages go through the inbox.

    Without the fail-safe store that swallows what cannot be saved, and without locks: the inbox orders messages.
    """

    def __init__(
        self,
        tracker_store: ConversationStore,
        inbox: Inbox,
        lease: float,
        turn_seconds: float,
        answers: Callable[[], TemplatedNaturalLanguageGenerator],
        calls: Calls = no_calls,
        **rest: Any,
    ) -> None:
        """`lease`: seconds until another may take over what this process works on; `turn_seconds`: the longest turn.

        `answers` makes the generator of answers that belongs to a model, `calls` those that take replies to their channel.
        """
        super().__init__(tracker_store=tracker_store, **rest)
        self._answers, self._calls = answers, calls
        self.store = tracker_store
        self.inbox = inbox
        self.metrics = Metrics()
        self.dispatcher = Dispatcher(inbox, self.metrics.measured(self._work), lease)
        self._turn_seconds = turn_seconds

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Load a model; the old one serves until the new one is ready, and finishes the turns that it began."""
        answers = self._answers()
        processor = BotProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=answers,
        )
        answers.responses = processor.domain.responses
        self.tracker_store.domain = self.domain = processor.domain
        self._set_fingerprint(fingerprint)
        self.nlg, self.processor = answers, processor

    async def handle_message(self, message: UserMessage) -> list[dict[str, Any]]:
        """Answer one message of any channel, or the one with its id again.

        Raises NotReady, ActionFailed, what the store raises, and what `Dispatcher.answer` raises.
        """
        if not self.is_ready():
            raise NotReady("no model is loaded")
        channel = message.input_channel or "rest"
        kept = Message(channel, message.sender_id, str(message.message_id), message.text or "", message.metadata or {})
        with self.metrics.answering(channel):
            reply = await self.dispatcher.answer(kept)
        if isinstance(message.output_channel, CollectingOutputChannel):
            message.output_channel.messages[:] = reply
        return reply

    async def _work(self, claim: Claim) -> list[dict[str, Any]]:
        """Work on a claimed message, and store the turn with its reply."""
        message, replies = claim.message, ReplyCollector()
        # "/intent{...}" is Rasa's back door for testers; from a visitor it is only text.
        text = message.text.lstrip("/ ") or "?"
        heard = UserMessage(
            text, replies, message.conversation, None, message.channel, str(claim.number), message.metadata
        )
        processor = self.processor
        if not isinstance(processor, BotProcessor):
            raise NotReady("no model is loaded")
        tracker = await asyncio.wait_for(processor.turn(heard), self._turn_seconds)
        if tracker.latest_message:
            self.metrics.understood(str(tracker.latest_message.intent.get("name")))
        if any(reply.get("metadata", {}).get("forget") for reply in replies.messages):
            await self.store.forget(claim, replies.messages, self._calls(message, replies.messages, ()))
        else:
            handoff = handoff_of(tracker, replies.messages)
            calls = partial(self._calls, message, replies.messages)
            await self.store.commit(tracker, claim, replies.messages, handoff, calls)
        return replies.messages

    @staticmethod
    def _create_tracker_store(store: TrackerStore | None, domain: Domain | None) -> TrackerStore:
        if store is None:
            raise ValueError("the agent needs a tracker store")
        store.domain = domain or Domain.empty()
        return store


def handoff_of(tracker: DialogueStateTracker, replies: Sequence[Mapping[str, Any]]) -> Handoff | None:
    """What a turn hands to a person, as its replies say; None when nothing."""
    marks = {reply.get("metadata", {}).get("handoff") for reply in replies}
    if PASSED_ON in marks:
        return Handoff(follows=True)
    if HANDED_OVER not in marks:
        return None
    act = tracker.latest_message.parse_data.get("act") or {} if tracker.latest_message else {}
    return Handoff(act.get("contact"), tracker.get_slot("profile") or {}, tracker.get_slot("assessment_id"))


@lru_cache(maxsize=1)
def _action_result_validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return jsonschema.validators.validator_for(schema)(schema)


def _validate_action_result(self: RemoteAction, result: Any) -> bool:
    if not isinstance(self.action_endpoint, LocalActions):
        _action_result_validator().validate(result)
    return True


def ease_action_validation() -> None:
    """Make Rasa check what a server of actions sends with one validator, not a new one each time (49 ms a call, measured).

    What actions in this process return is not checked: the SDK makes it, and a validator takes 3 ms for it.
    """
    RemoteAction._validate_action_result = _validate_action_result


@lru_cache(maxsize=1)
def _event_types() -> dict[str, type[Event]]:
    return {kind.type_name: kind for kind in reversed(list(all_subclasses(Event)))}


def cache_event_types() -> None:
    """Make Rasa look events up by name; it walks the whole class tree for every event that is read."""
    found = Event.resolve_by_type

    def resolve(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
        return _event_types().get(type_name) or found(type_name, default)

    Event.resolve_by_type = staticmethod(resolve)
