"""What goes out is stored with its cause, delivered by one at a time and in order, and gone once it is; on both databases."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.storage import Conflict, Conversations, Inbox, Message, Outbox, Turn
from bot.storage.__main__ import main
from bot.storage.inbox import MOST_ATTEMPTS

CALL = {"method": "say", "arguments": {"text": "hello"}}


@pytest.fixture
def me(engine: sa.engine.Engine) -> Outbox:
    return Outbox(engine, "me", 60.0)


@pytest.fixture
def other(engine: sa.engine.Engine) -> Outbox:
    return Outbox(engine, "other", 60.0)


def test_calls_are_stored_with_the_turn_or_not_at_all(engine: sa.engine.Engine, me: Outbox) -> None:
    claim = Inbox(engine, "me", 60.0).put(Message("slack", "a", "1", "hi")).claim
    turn = Turn("a", 0, 0, [{"event": "user"}], 1, [], claim, [{"text": "hello"}], None, [CALL])
    with pytest.raises(Conflict):
        Conversations(engine).save(replace(turn, version=3))
    assert me.claim() is None
    Conversations(engine).save(turn)
    post = me.claim()
    assert post and (post.call, post.conversation, post.attempt, post.unsure) == (CALL, "a", 1, False)
    assert post.created.tzinfo


def test_those_of_a_conversation_are_made_in_order_and_others_meanwhile(me: Outbox, other: Outbox) -> None:
    me.put("a", [{"n": 1}, {"n": 2}])
    me.put("b", [{"n": 3}])
    first, second = me.claim(), other.claim()
    assert first and second and first.call == {"n": 1} and second.call == {"n": 3}
    assert other.claim() is None  # the second of `a` waits for the first
    me.delivered(first)
    following = other.claim()
    assert following and following.call == {"n": 2}


def test_what_is_delivered_is_gone(me: Outbox) -> None:
    me.put("a", [CALL])
    post = me.claim()
    assert post and me.counts() == {"waiting": 1}
    me.delivered(post)
    assert me.counts() == {}


def test_an_attempt_without_a_word_leaves_a_mark_and_a_plain_refusal_does_not(engine: sa.engine.Engine) -> None:
    gone, me = Outbox(engine, "gone", 0.1), Outbox(engine, "me", 60.0)
    me.put("a", [CALL])
    left = gone.claim()
    time.sleep(0.2)
    taken = me.claim()
    assert left and taken and (taken.id, taken.attempt, taken.unsure) == (left.id, 2, True)
    gone.delivered(left)  # who comes too late changes nothing
    gone.fail(left)
    assert me.counts() == {"waiting": 1}
    me.postpone(taken, 0.0, unsure=False)
    again = me.claim()
    assert again and not again.unsure
    me.postpone(again, 0.0)
    assert (last := me.claim()) and last.unsure


def test_what_failed_lets_the_next_through_and_may_be_tried_again(
    engine: sa.engine.Engine, me: Outbox, url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", url)
    me.put("a", [{"n": 1}, {"n": 2}])
    post = me.claim()
    assert post
    me.fail(post)
    assert (following := me.claim()) and following.call == {"n": 2}
    assert main(["outbox"]) == 0 and capsys.readouterr().out == "1 waiting; 1 failed\n"
    assert main(["outbox", "--retry"]) == 0
    assert "1 failed messages will be tried again." in capsys.readouterr().out


def test_who_is_given_up_is_told_in_the_same_transaction(engine: sa.engine.Engine, me: Outbox) -> None:
    box = Inbox(engine, "me", 60.0, lambda message: [{"regret": message.text}])
    claim = box.put(Message("slack", "a", "1", "hi")).claim
    assert claim
    box.fail(claim)
    box.fail(claim)  # once is enough
    assert [post.call for post in (me.claim(), me.claim()) if post] == [{"regret": "hi"}]


def test_a_message_that_ended_too_many_servers_is_told_too(engine: sa.engine.Engine, me: Outbox) -> None:
    box = Inbox(engine, "gone", 0.0, lambda message: [{"regret": message.text}])
    box.put(Message("slack", "a", "1", "hi"))
    for _ in range(MOST_ATTEMPTS - 1):
        time.sleep(0.01)
        assert box.claim("a")
    time.sleep(0.01)
    assert box.claim("a") is None
    assert (post := me.claim()) and post.call == {"regret": "hi"}
