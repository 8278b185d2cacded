"""Rasa's tracker store on `bot.storage`: appends what a turn adds, and reads a bounded part whatever the length."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.storage.conversations import Conversations, Turn
from bot.storage.forgetting import forget_at_wish
from bot.storage.handoffs import Handoff
from bot.storage.inbox import Claim
from bot.storage.outbox import Call

MOST = 40  # events that are read at once; the policies look at all of them several times a turn
KEPT = 20  # events that stay readable when older ones are folded into a snapshot: about five turns
_MARK = "stored"  # under this attribute a tracker knows what was read


@dataclass(frozen=True)
class Mark:
    """What a tracker was made from: the conversation's version and last event, and its first `read` events."""

    version: int = 0
    sequence: int = 0
    base: int = 1
    snapshot: tuple[dict[str, Any], ...] = ()
    read: int = 0


class ConversationStore(TrackerStore):
    """Conversations in the bot's database. `save` raises bot.storage.Conflict when another turn was stored meanwhile."""

    def __init__(self, engine: sa.engine.Engine, most: int = MOST, kept: int = KEPT, streamed: bool = False) -> None:
        """`streamed`: what is stored also goes to the event broker."""
        self.engine = engine
        self._conversations = Conversations(engine, streamed)
        self._most, self._kept = most, kept
        super().__init__(Domain.empty())

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as the next turn needs it: all slots and the open loop as they are, and the latest events."""
        stored = await asyncio.to_thread(self._conversations.load, sender_id)
        if stored is None:
            return None
        tracker = self._tracker(sender_id, [*stored.snapshot, *stored.recent])
        mark = Mark(stored.version, stored.sequence, stored.base, tuple(stored.snapshot), len(tracker.events))
        setattr(tracker, _MARK, mark)
        return tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The conversation with every event it ever had; not to be saved."""
        history = await asyncio.to_thread(self._conversations.history, conversation_id)
        return self._tracker(conversation_id, history) if history else None

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """A new conversation; the turn that it is for stores it."""
        tracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append what a tracker has more than was read."""
        await self.commit(tracker)

    async def commit(
        self,
        tracker: DialogueStateTracker,
        claim: Claim | None = None,
        reply: Sequence[dict[str, Any]] = (),
        handoff: Handoff | None = None,
        calls: Callable[[Sequence[int]], Sequence[Call]] = lambda _: (),
    ) -> None:
        """Store a turn and, in the same transaction, the reply to the message that it worked on, and what it hands over.

        `calls` makes those that take the reply to its channel, of the numbers of the bot's messages.
        """
        mark: Mark = getattr(tracker, _MARK, Mark())
        events = list(tracker.events)
        added = [event.as_dict() for event in events[mark.read :]]
        base, snapshot = self._read_from_now_on(tracker.sender_id, events, mark)
        said = [
            number for number, event in enumerate(added, mark.sequence + 1) if event["event"] == BotUttered.type_name
        ]
        turn = Turn(
            tracker.sender_id, mark.version, mark.sequence, added, base, snapshot, claim, reply, handoff, calls(said)
        )
        await asyncio.to_thread(self._conversations.save, turn)
        # The tracker itself still begins where it began, so that it may be saved again.
        setattr(
            tracker,
            _MARK,
            replace(mark, version=mark.version + 1, sequence=mark.sequence + len(added), read=len(events)),
        )

    async def forget(self, claim: Claim, reply: Sequence[dict[str, Any]], calls: Sequence[Call] = ()) -> None:
        """Forget the conversation at the visitor's wish, and answer the message that says so."""
        await asyncio.to_thread(forget_at_wish, self.engine, claim, reply, calls)

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        return await asyncio.to_thread(self._conversations.ids)

    def _tracker(self, sender_id: str, events: Iterable[dict[str, Any]]) -> DialogueStateTracker:
        tracker = self.init_tracker(sender_id)
        for event in events:
            tracker.update(Event.from_parameters(event), self.domain)
        return tracker

    def _read_from_now_on(
        self, sender_id: str, events: Sequence[Event], mark: Mark
    ) -> tuple[int, Sequence[dict[str, Any]]]:
        """From which event on, and behind which snapshot; moved on, to a visitor's message, when it has become too much."""
        folded = len(mark.snapshot)
        if len(events) - folded <= self._most:
            return mark.base, mark.snapshot
        turns = [place for place in range(folded + 1, len(events)) if isinstance(events[place], UserUttered)]
        place = max((turn for turn in turns if len(events) - turn >= self._kept), default=None)
        if place is None:
            return mark.base, mark.snapshot
        before = self.init_tracker(sender_id)
        for event in events[:place]:
            before.update(event, self.domain)
        return mark.base + place - folded, [event.as_dict() for event in restoring(before)]


def restoring(tracker: DialogueStateTracker) -> list[Event]:
    """Events that lead a new tracker to the state of this one, which waits for a message."""
    started: list[Event] = [ActionExecuted("action_session_start"), SessionStarted()]
    if tracker.active_loop_name:
        started += [ActionExecuted(tracker.active_loop_name), ActiveLoop(tracker.active_loop_name)]
    slots = [SlotSet(name, slot.value) for name, slot in tracker.slots.items() if slot.value != slot.initial_value]
    return [*started, *slots, ActionExecuted(ACTION_LISTEN_NAME)]
