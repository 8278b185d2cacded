"""What waits is counted the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import sqlalchemy as sa

from bot.storage import Conversations, Handoff, Inbox, Message, Outbox, Turn
from bot.storage.backlog import Waiting, backlog
from bot.storage.tables import handoffs
from tests.storage.test_handoffs import Talk


def test_nothing_waits_in_an_empty_database(engine: sa.engine.Engine) -> None:
    found = backlog(engine)
    assert found.messages == Waiting() and set(found.undelivered.values()) == {Waiting()}
    assert set(found.undelivered) == set(product(("handoffs", "outbox", "stream"), ("waiting", "failed")))


def test_what_waits_is_counted_with_the_age_of_the_oldest(engine: sa.engine.Engine) -> None:
    before = datetime.now(UTC)
    talk = Talk(engine)
    talk.say(Handoff("jane@example.com"))  # its message is done
    inbox = Inbox(engine, "me", 60.0)
    for number in range(3):
        inbox.put(Message("rest", "b", str(number), "hello"))
    inbox.fail(inbox.put(Message("rest", "c", "0", "hello")).claim)  # type: ignore[arg-type]
    Outbox(engine, "me", 60.0).put("d", [{"say": 1}, {"say": 2}])
    Conversations(engine, streamed=True).save(Turn("e", 0, 0, [{"event": "user"}], 1, []))
    found = backlog(engine)
    assert found.messages.many == 3 and found.undelivered["handoffs", "waiting"].many == 1
    assert found.undelivered["outbox", "waiting"].many == 2 and found.undelivered["stream", "waiting"].many == 1
    assert found.undelivered["handoffs", "failed"] == Waiting()
    for waiting in (
        found.messages,
        *(found.undelivered[queue, "waiting"] for queue in ("handoffs", "outbox", "stream")),
    ):
        assert waiting.since and before - timedelta(seconds=1) <= waiting.since <= datetime.now(UTC)
    with engine.begin() as connection:
        connection.execute(handoffs.update().values(state="failed"))
    assert backlog(engine).undelivered["handoffs", "failed"].many == 1
