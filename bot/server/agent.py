"""Rasa's agent, with every message through the inbox and with failures that reach the channel.

Why stands in docs/adr/0004-our-own-composition-root.md; tests/server/test_agent.py fails when Rasa changes.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.collector import ReplyCollector
from bot.dialogue.handoff import HANDED_OVER, PASSED_ON
from bot.server.conversation_store import ConversationStore
from bot.server.dispatcher import Dispatcher
from bot.server.metrics import Metrics
from bot.server.processor import BotProcessor
from bot.storage.handoffs import Handoff
from bot.storage.inbox import Claim, Inbox, Message, Reply
from bot.storage.outbox import Call

# Of a message, its replies and their numbers in the conversation (none where it is forgotten).
Calls = Callable[[Message, Reply, Sequence[int]], Sequence[Call]]


def no_calls(message: Message, replies: Reply, numbers: Sequence[int]) -> Sequence[Call]:
    """Who asks takes the replies back."""
    return ()


class NotReady(RuntimeError):
    """No model is loaded."""


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
