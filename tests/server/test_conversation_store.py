"""However little of a conversation is read, its state is exact."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.conversation_store import KEPT, MOST, ConversationStore
from bot.storage import Conflict, connect

DOMAIN = Domain.from_dict(
    {
        "slots": {
            name: {"type": "any", "mappings": [{"type": "custom"}]} for name in ("profile", "requested_slot", "asked")
        }
        | {"counted": {"type": "float", "initial_value": 1.0, "mappings": [{"type": "custom"}]}},
        "forms": {"assessment_form": {"required_slots": ["profile"]}},
        "intents": ["hi"],
    }
)
VALUES = st.one_of(st.none(), st.integers(0, 3), st.lists(st.text(max_size=3), max_size=2))
TURN = st.lists(
    st.one_of(
        st.builds(SlotSet, st.sampled_from(["profile", "asked"]), VALUES),
        st.builds(SlotSet, st.just("counted"), st.sampled_from([0.0, 1.0, 2.0])),
        st.sampled_from([ActiveLoop("assessment_form"), ActiveLoop(None), SlotSet("requested_slot", "profile")]),
        st.builds(BotUttered, st.text(max_size=5)),
    ),
    max_size=6,
)


@pytest.fixture
def store(sqlite_url: str) -> Iterator[ConversationStore]:
    engine = connect(sqlite_url)
    made = ConversationStore(engine, most=20, kept=8)
    made.domain = DOMAIN
    yield made
    engine.dispose()


def turn(number: int, events: list[Event]) -> list[Event]:
    user = UserUttered(f"message {number}", {"name": "hi"}, message_id=str(number))
    return [user, ActionExecuted("action_do"), *events, ActionExecuted("action_listen")]


async def say(store: ConversationStore, number: int, events: list[Event], sender: str = "a") -> DialogueStateTracker:
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    if not tracker.events:
        for event in (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")):
            tracker.update(event, DOMAIN)
    for event in turn(number, events):
        tracker.update(event, DOMAIN)
    await store.save(tracker)
    return tracker


def state(tracker: DialogueStateTracker) -> object:
    return tracker.current_slot_values(), tracker.active_loop_name, tracker.latest_action_name


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=st.lists(TURN, min_size=1, max_size=14))
async def test_the_state_is_that_of_the_whole_conversation(store: ConversationStore, turns: list[list[Event]]) -> None:
    sender = str(uuid.uuid4())
    for number, events in enumerate(turns):
        await say(store, number, events, sender)
        read = await store.retrieve(sender)
        whole = await store.retrieve_full_tracker(sender)
        assert read and whole and state(read) == state(whole)
        assert len(read.events) <= 20 + 8 + len(DOMAIN.slots) + 6
    texts = [event.text for event in whole.events if isinstance(event, UserUttered)]
    assert texts == [f"message {number}" for number in range(len(turns))]
    latest = [event.text for event in read.events if isinstance(event, UserUttered)]
    assert latest == texts[len(texts) - len(latest) :]


async def test_what_is_read_does_not_grow(store: ConversationStore) -> None:
    sizes = [len((await say(store, number, [BotUttered("yes")])).events) for number in range(60)]
    assert max(sizes[10:35]) == max(sizes[35:]) < 40
    whole = await store.retrieve_full_tracker("a")
    assert whole and len(whole.events) == 3 + 60 * 4


async def test_an_open_assessment_stays_open_behind_a_snapshot(store: ConversationStore) -> None:
    await say(store, 0, [ActiveLoop("assessment_form"), SlotSet("requested_slot", "profile")])
    for number in range(1, 20):
        await say(store, number, [BotUttered("and the question again")])
    read = await store.retrieve("a")
    assert read and read.active_loop_name == "assessment_form" and read.get_slot("requested_slot") == "profile"
    assert "message 0" not in [event.text for event in read.events if isinstance(event, UserUttered)]


async def test_a_turn_over_another_is_refused(store: ConversationStore) -> None:
    await say(store, 0, [])
    mine, other = await store.retrieve("a"), await store.retrieve("a")
    for tracker in (mine, other):
        assert tracker
        tracker.update(UserUttered("next"))
    await store.save(other)
    with pytest.raises(Conflict):
        await store.save(mine)


async def test_a_tracker_may_be_saved_again(store: ConversationStore) -> None:
    tracker = await say(store, 0, [])
    for number in range(1, 15):
        for event in turn(number, []):
            tracker.update(event, DOMAIN)
        await store.save(tracker)
    whole = await store.retrieve_full_tracker("a")
    assert whole and [e.as_dict() for e in whole.events] == [e.as_dict() for e in tracker.events]
    read = await store.retrieve("a")
    assert read and state(read) == state(tracker)


async def test_reading_makes_nothing(store: ConversationStore) -> None:
    assert await store.retrieve("a") is None
    await store.get_or_create_tracker("a")
    assert list(await store.keys()) == [] and await store.retrieve_full_tracker("a") is None


def test_about_five_turns_are_always_readable() -> None:
    assert MOST >= 2 * KEPT
