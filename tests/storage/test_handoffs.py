"""A hand-off is stored with its turn, delivered by one at a time, and never lost; on both databases."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.storage import Conflict, Conversations, Delivery, Handoff, Handoffs, Inbox, Message, Turn
from bot.storage.__main__ import main
from bot.storage.tables import handoffs

HANDOFF = Handoff("jane@example.com", {"work": ["hr_payroll"]}, "assessment-1")
FOLLOWS = Handoff(follows=True)


class Talk:
    """A conversation whose turns are stored one after the other."""

    def __init__(self, engine: sa.engine.Engine, name: str = "a") -> None:
        self.conversations, self.inbox = Conversations(engine), Inbox(engine, "me", 60.0)
        self.name, self.turns = name, 0

    def turn(self, handoff: Handoff | None = None) -> Turn:
        claim = self.inbox.put(Message("rest", self.name, str(self.turns), f"message {self.turns}")).claim
        events = [{"event": "user", "text": f"message {self.turns}"}, {"event": "bot", "text": "reply"}]
        return Turn(self.name, self.turns, 2 * self.turns, events, 1, [], claim, [{"text": "reply"}], handoff)

    def say(self, handoff: Handoff | None = None) -> None:
        self.conversations.save(self.turn(handoff))
        self.turns += 1

    def heard(self, delivery: Delivery) -> list[str]:
        part = self.conversations.part(self.name, delivery.after, delivery.upto)
        return [event["text"] for event in part if event["event"] == "user"]


@pytest.fixture
def talk(engine: sa.engine.Engine) -> Talk:
    return Talk(engine)


@pytest.fixture
def me(engine: sa.engine.Engine) -> Handoffs:
    return Handoffs(engine, "me", 60.0)


@pytest.fixture
def other(engine: sa.engine.Engine) -> Handoffs:
    return Handoffs(engine, "other", 60.0)


def make_due(engine: sa.engine.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(handoffs.update().values(due=0.0))


def test_a_hand_off_has_all_that_was_said_until_then(talk: Talk, me: Handoffs) -> None:
    talk.say()
    talk.say(HANDOFF)
    talk.say()
    delivery = me.claim()
    assert delivery and (delivery.contact, delivery.profile) == ("jane@example.com", {"work": ["hr_payroll"]})
    assert (delivery.conversation, delivery.assessment, delivery.attempt) == ("a", "assessment-1", 1)
    assert delivery.thread == delivery.id and delivery.created.tzinfo
    assert talk.heard(delivery) == ["message 0", "message 1"]


def test_a_turn_that_is_not_stored_hands_nothing_over(talk: Talk, me: Handoffs) -> None:
    talk.say()
    with pytest.raises(Conflict):
        talk.conversations.save(replace(talk.turn(HANDOFF), version=0))
    assert me.claim() is None and me.counts() == {}


def test_it_is_delivered_by_one_at_a_time(talk: Talk, me: Handoffs, other: Handoffs) -> None:
    talk.say(HANDOFF)
    delivery = me.claim()
    assert delivery and other.claim() is None
    me.delivered(delivery)
    assert other.claim() is None and other.counts() == {"delivered": 1}


def test_of_many_at_once_one_gets_it(talk: Talk, engine: sa.engine.Engine) -> None:
    talk.say(HANDOFF)
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda name: Handoffs(engine, str(name), 60.0).claim(), range(8)))
    assert sum(claim is not None for claim in claims) == 1


def test_what_a_process_left_behind_is_delivered_by_the_next_under_the_same_name(
    talk: Talk, engine: sa.engine.Engine, other: Handoffs
) -> None:
    talk.say(HANDOFF)
    gone = Handoffs(engine, "gone", 0.1)
    left = gone.claim()
    assert left and other.claim() is None
    time.sleep(0.2)
    taken = other.claim()
    assert taken and (taken.id, taken.attempt) == (left.id, 2)
    gone.fail(left)  # who comes too late changes nothing
    gone.postpone(left, 3600)
    assert other.counts() == {"waiting": 1}
    other.delivered(taken)
    assert other.counts() == {"delivered": 1}


def test_what_is_postponed_comes_back(talk: Talk, me: Handoffs) -> None:
    talk.say(HANDOFF)
    for attempt in (1, 2):
        delivery = me.claim()
        assert delivery and delivery.attempt == attempt
        me.postpone(delivery, 0.2)
        assert me.claim() is None
        time.sleep(0.3)
    assert me.claim()


def test_what_failed_for_good_is_kept_and_can_be_tried_again(
    talk: Talk, me: Handoffs, url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.say(HANDOFF)
    delivery = me.claim()
    assert delivery
    me.fail(delivery)
    assert me.claim() is None
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", url)
    assert main(["handoffs"]) == 0
    assert capsys.readouterr().out == "0 waiting; 0 delivered; 1 failed\n"
    assert main(["handoffs", "--retry"]) == 0
    assert capsys.readouterr().out == "1 failed hand-offs will be tried again.\n1 waiting; 0 delivered; 0 failed\n"
    again = me.claim()
    assert again and (again.id, again.attempt) == (delivery.id, 1)


def test_what_follows_is_gathered_and_begins_where_the_last_one_ended(
    talk: Talk, me: Handoffs, engine: sa.engine.Engine
) -> None:
    talk.say(HANDOFF)
    first = me.claim()
    assert first
    talk.say(FOLLOWS)
    talk.say(FOLLOWS)
    make_due(engine)
    assert me.claim() is None  # not before the one that it follows
    me.delivered(first)
    second = me.claim()
    assert second and second.thread == first.id != second.id
    assert talk.heard(second) == ["message 1", "message 2"]
    talk.say(FOLLOWS)  # while the second one is on its way
    me.delivered(second)
    assert me.claim() is None  # it waits for more
    make_due(engine)
    third = me.claim()
    assert third and talk.heard(third) == ["message 3"]


def test_what_follows_one_that_was_not_tried_yet_goes_with_it(talk: Talk, me: Handoffs) -> None:
    talk.say(HANDOFF)
    talk.say(FOLLOWS)
    delivery = me.claim()
    assert delivery and talk.heard(delivery) == ["message 0", "message 1"] and delivery.contact == "jane@example.com"
    me.delivered(delivery)
    assert me.counts() == {"delivered": 1}


def test_what_follows_one_that_failed_is_not_held_up(talk: Talk, me: Handoffs, engine: sa.engine.Engine) -> None:
    talk.say(HANDOFF)
    first = me.claim()
    assert first
    me.fail(first)
    talk.say(FOLLOWS)
    make_due(engine)
    assert me.claim()


def test_another_hand_off_begins_anew(talk: Talk, me: Handoffs) -> None:
    talk.say(HANDOFF)
    first = me.claim()
    assert first
    me.delivered(first)
    talk.say(HANDOFF)
    second = me.claim()
    assert second and second.thread == second.id and talk.heard(second) == ["message 0", "message 1"]


def test_conversations_do_not_wait_for_each_other(engine: sa.engine.Engine, me: Handoffs) -> None:
    for name in ("a", "b"):
        Talk(engine, name).say(HANDOFF)
    claims = [me.claim(), me.claim()]
    assert sorted(claim.conversation for claim in claims if claim) == ["a", "b"]
