"""What is forgotten is gone from every table, and nothing else is; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.storage import Conversations, Handoff, Inbox, LeaseLost, Message, Repository, Turn
from bot.storage.__main__ import main
from bot.storage.forgetting import forget, forget_at_wish, purge, untouched_since
from bot.storage.tables import conversations, inbox, metadata

MONTH = timedelta(days=30)
SECRET = "a secret of one"


@pytest.fixture
def kept(engine: sa.engine.Engine, store: Repository) -> sa.engine.Engine:
    """Three conversations with a row in every table; of `waiting` there is a message only."""
    box = Inbox(engine, "me", 60.0)
    for name in ("one", "two"):
        claim = box.put(Message("rest", name, "1", f"a secret of {name}")).claim
        event = {"event": "user", "text": f"a secret of {name}"}
        handoff = Handoff(f"a secret of {name}", {"work": [f"a secret of {name}"]})
        reply = [{"text": f"a secret of {name}"}]
        Conversations(engine).save(Turn(name, 0, 0, [event], 1, [event], claim, reply, handoff))
        store.save_assessment(name, f"{name}-1", {"work": [f"a secret of {name}"]}, {"option": "KPO"}, MONTH)
        store.record_unanswered(name, f"{name}-1", f"a secret of {name}", "unclear", None, None)
    box.put(Message("rest", "waiting", "1", "hi"))
    return engine


def everything(engine: sa.engine.Engine) -> str:
    with engine.connect() as connection:
        return str([connection.execute(sa.select(table)).all() for table in metadata.tables.values()])


def test_every_table_with_a_conversation_is_covered() -> None:
    from bot.storage import forgetting

    named = {table.name for table in metadata.tables.values() if "conversation" in table.c}
    assert named == {table.name for table in forgetting._OF_A_CONVERSATION}
    assert set(metadata.tables) == named | {"conversations"}


def test_nothing_of_what_is_forgotten_is_left(kept: sa.engine.Engine) -> None:
    assert SECRET in everything(kept)
    assert forget(kept, "one") == 6
    assert SECRET not in everything(kept) and "'one'" not in everything(kept)
    assert "a secret of two" in everything(kept)
    assert forget(kept, "one") == 0


def test_a_link_to_what_is_forgotten_leads_nowhere(kept: sa.engine.Engine, store: Repository) -> None:
    token = store.save_assessment("one", "one-1", {}, {"option": "KPO"}, MONTH).token
    assert token and store.shared_assessment(token)
    forget(kept, "one")
    assert store.shared_assessment(token) is None


def test_only_what_nobody_touched_is_purged(kept: sa.engine.Engine) -> None:
    now = datetime.now(UTC)
    assert untouched_since(kept, now - timedelta(days=1)) == []
    with kept.begin() as connection:
        old = now - timedelta(days=100)
        connection.execute(conversations.update().where(conversations.c.id == "one").values(updated=old))
        connection.execute(inbox.update().where(inbox.c.conversation != "two").values(received=old))
    assert untouched_since(kept, now - timedelta(days=90)) == ["waiting"]  # of `one` an assessment is new
    assert purge(kept, now - timedelta(days=90)) == (1, 1)
    assert purge(kept, now + timedelta(seconds=1)) == (2, 12)
    assert purge(kept, now + timedelta(seconds=1)) == (0, 0)


def test_the_command_forgets(
    kept: sa.engine.Engine, url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", url)
    assert main(["forget", "one"]) == 0 and "Removed 6 rows" in capsys.readouterr().out
    assert main(["forget", "one"]) == 1 and "Nothing is stored" in capsys.readouterr().err
    assert main(["purge", "--older-than", "30", "--dry-run"]) == 0
    assert "0 conversations would be removed" in capsys.readouterr().out
    assert main(["purge", "--older-than", "0.0000001"]) == 0
    assert "Removed 2 conversations" in capsys.readouterr().out


@pytest.mark.parametrize("given", ["0", "-1", "soon", "nan", "1e300"])
def test_what_is_no_number_of_days_is_refused(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["purge", "--older-than", given])
    assert "such as 90" in capsys.readouterr().err


def test_a_database_that_does_not_answer_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/bot")
    assert main(["forget", "one"]) == 1 and "does not answer" in capsys.readouterr().err


def test_at_the_visitors_wish_only_that_message_and_what_follows_it_stay(kept: sa.engine.Engine) -> None:
    box = Inbox(kept, "me", 60.0)
    wish = box.put(Message("rest", "one", "2", "yes")).claim
    box.put(Message("rest", "one", "3", "hello again"))
    assert wish
    forget_at_wish(kept, wish, [{"text": "done"}])
    assert SECRET not in everything(kept) and "a secret of two" in everything(kept)
    assert box.put(Message("rest", "one", "2", "yes")).reply == [{"text": "done"}]  # a client that asks again
    following = box.claim("one")
    assert following and following.message.text == "hello again"
    assert Conversations(kept).load("one") is None  # which begins anew


def test_who_lost_the_message_forgets_nothing(kept: sa.engine.Engine) -> None:
    wish = Inbox(kept, "me", 0.0).put(Message("rest", "one", "2", "yes")).claim
    assert wish and Inbox(kept, "other", 60.0).claim("one")
    with pytest.raises(LeaseLost):
        forget_at_wish(kept, wish, [])
    assert SECRET in everything(kept)
