"""A turn is stored whole or not at all, and never over another; on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.storage import Conflict, Conversations, Inbox, LeaseLost, Message, Turn

FIRST = Turn("a", 0, 0, [{"event": "user", "text": "hi"}, {"event": "bot"}], 1, [])


@pytest.fixture
def conversations(engine: sa.engine.Engine) -> Conversations:
    return Conversations(engine)


def test_an_unknown_conversation_is_none(conversations: Conversations) -> None:
    assert conversations.load("a") is None and conversations.history("a") == [] and conversations.ids() == []


def test_a_turn_is_read_back(conversations: Conversations) -> None:
    conversations.save(FIRST)
    stored = conversations.load("a")
    assert stored and (stored.version, stored.sequence, stored.base) == (1, 2, 1)
    assert stored.recent == list(FIRST.events) and stored.snapshot == []


def test_only_what_follows_the_snapshot_is_read_but_everything_is_kept(conversations: Conversations) -> None:
    conversations.save(FIRST)
    conversations.save(Turn("a", 1, 2, [{"event": "user", "text": "more"}], 3, [{"event": "slot"}]))
    stored = conversations.load("a")
    assert stored and (stored.snapshot, stored.recent) == ([{"event": "slot"}], [{"event": "user", "text": "more"}])
    assert len(conversations.history("a")) == 3 and conversations.ids() == ["a"]


@pytest.mark.parametrize("version", [0, 2])
def test_a_turn_that_began_from_another_version_is_refused(conversations: Conversations, version: int) -> None:
    conversations.save(FIRST)
    with pytest.raises(Conflict):
        conversations.save(replace(FIRST, version=version, sequence=2))
    assert len(conversations.history("a")) == 2


def test_of_turns_at_the_same_time_one_is_stored(conversations: Conversations) -> None:
    def save(number: int) -> bool:
        try:
            conversations.save(replace(FIRST, events=[{"event": "user", "text": str(number)}]))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        stored = list(pool.map(save, range(8)))
    assert stored.count(True) == 1
    assert conversations.history("a") == [{"event": "user", "text": str(stored.index(True))}]


def test_a_turn_and_the_reply_to_its_message_are_stored_together(
    conversations: Conversations, engine: sa.engine.Engine
) -> None:
    inbox = Inbox(engine, "me", lease=60.0)
    receipt = inbox.put(Message("rest", "a", "1", "hi"))
    conversations.save(replace(FIRST, claim=receipt.claim, reply=[{"text": "yes"}]))
    assert inbox.put(Message("rest", "a", "1", "hi")).reply == [{"text": "yes"}]
    with pytest.raises(LeaseLost):
        conversations.save(replace(FIRST, version=1, sequence=2, claim=receipt.claim))
    stored = conversations.load("a")
    assert stored and stored.version == 1 and len(conversations.history("a")) == 2
