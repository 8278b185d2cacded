"""A turn is put into the stream as it is stored, streamed by one at a time, in order, and gone once it is; on both databases."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.storage import Conflict, Conversations, Passage, Stream, Turn
from bot.storage.__main__ import main
from bot.storage.forgetting import erase


class Talk:
    """A conversation whose turns are stored one after the other, three events each."""

    def __init__(self, engine: sa.engine.Engine, name: str = "a", streamed: bool = True) -> None:
        self.conversations, self.name, self.turns = Conversations(engine, streamed), name, 0

    def turn(self) -> Turn:
        events = [{"event": "user", "text": f"{self.name} {3 * self.turns + number}"} for number in (1, 2, 3)]
        return Turn(self.name, self.turns, 3 * self.turns, events, 1, [])

    def say(self, times: int = 1) -> Talk:
        for _ in range(times):
            self.conversations.save(self.turn())
            self.turns += 1
        return self


@pytest.fixture
def me(engine: sa.engine.Engine) -> Stream:
    return Stream(engine, "me", 60.0)


@pytest.fixture
def other(engine: sa.engine.Engine) -> Stream:
    return Stream(engine, "other", 60.0)


def texts(stream: Stream, passage: Passage) -> list[str]:
    return [event["text"] for event in stream.events(passage)]


def test_a_turn_is_put_into_the_stream_with_it_or_not_at_all(engine: sa.engine.Engine, me: Stream) -> None:
    talk = Talk(engine)
    with pytest.raises(Conflict):
        talk.conversations.save(replace(talk.turn(), version=3))
    assert me.claim() is None
    talk.say()
    passage = me.claim()
    assert passage and (passage.conversation, passage.after, passage.upto, passage.attempt) == ("a", 0, 3, 1)
    assert passage.created.tzinfo and texts(me, passage) == ["a 1", "a 2", "a 3"]


def test_without_a_broker_nothing_is_put_there_and_neither_is_a_turn_without_events(
    engine: sa.engine.Engine, me: Stream
) -> None:
    Talk(engine, streamed=False).say()
    Conversations(engine, streamed=True).save(Turn("b", 0, 0, [], 1, []))
    assert me.counts() == {}


def test_turns_of_a_conversation_come_in_order_and_others_meanwhile(
    engine: sa.engine.Engine, me: Stream, other: Stream
) -> None:
    Talk(engine).say(2)
    Talk(engine, "b").say()
    first, second = me.claim(), other.claim()
    assert first and second and (first.conversation, second.conversation) == ("a", "b")
    assert other.claim() is None  # the second turn of `a` waits for the first
    me.delivered(first)
    following = other.claim()
    assert following and texts(other, following) == ["a 4", "a 5", "a 6"]
    other.delivered(following)
    other.delivered(second)
    assert me.counts() == {}


def test_behind_what_is_refused_a_conversation_waits_and_others_do_not(
    engine: sa.engine.Engine, me: Stream, url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", url)
    talk = Talk(engine).say(2)
    passage = me.claim()
    assert passage
    me.fail(passage)
    talk.say()
    assert me.claim() is None
    Talk(engine, "b").say()
    meanwhile = me.claim()
    assert meanwhile and meanwhile.conversation == "b"
    me.delivered(meanwhile)
    assert main(["stream"]) == 0 and capsys.readouterr().out == "2 waiting; 1 failed\n"
    assert main(["stream", "--retry"]) == 0 and "1 failed turns will be tried again." in capsys.readouterr().out
    came = []
    while passage := me.claim():
        came.append(passage.after)
        me.delivered(passage)
    assert came == [0, 3, 6]


def test_what_a_killed_process_had_claimed_comes_again_and_it_comes_too_late(engine: sa.engine.Engine) -> None:
    gone, me = Stream(engine, "gone", 0.1), Stream(engine, "me", 60.0)
    Talk(engine).say()
    left = gone.claim()
    time.sleep(0.2)
    taken = me.claim()
    assert left and taken and (taken.number, taken.attempt) == (left.number, 2)
    assert gone.events(left) == [] and len(me.events(taken)) == 3
    gone.delivered(left)
    gone.fail(left)
    assert me.counts() == {"waiting": 1}
    me.postpone(taken, 0.0)
    assert (again := me.claim()) and again.attempt == 3


def test_two_processes_claim_nothing_twice(engine: sa.engine.Engine) -> None:
    for name in range(20):
        Talk(engine, str(name)).say()

    def work(owner: str) -> list[int]:
        stream, found = Stream(engine, owner, 60.0), []
        for _ in range(60):
            if passage := stream.claim():
                found.append(passage.number)
                stream.delivered(passage)
        return found

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(work, ("one", "two"))
    assert sorted(one + two) == sorted(set(one + two)) and len(one + two) == 20


def test_of_a_forgotten_conversation_nothing_is_read_though_it_begins_anew(
    engine: sa.engine.Engine, me: Stream
) -> None:
    Talk(engine).say()
    passage = me.claim()
    erase(engine, "a")
    assert passage and me.events(passage) == []
    Talk(engine).say(2)
    assert me.events(passage) == []
    me.delivered(passage)
    assert me.counts() == {"waiting": 2} and (anew := me.claim()) and anew.after == 0
