"""What is forgotten is gone from every table, and nothing else is; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.storage import Conversations, Handoff, Inbox, LeaseLost, Message, Repository, Tokens, Turn, UnderWay, erase
from bot.storage.__main__ import main
from bot.storage.forgetting import forget_at_wish, purge, untouched_since
from bot.storage.secret import hashed
from bot.storage.tables import conversations, feedback, inbox, metadata, tokens

MONTH = timedelta(days=30)
SECRET = "a secret of one"
TOKEN = "the token of one"
ROWS = 10  # of one conversation


@pytest.fixture
def kept(engine: sa.engine.Engine, store: Repository) -> sa.engine.Engine:
    """Three conversations with a row in every table; of `waiting` there is a message only."""
    box = Inbox(engine, "me", 60.0)
    for name in ("one", "two"):
        claim = box.put(Message("rest", name, "1", f"a secret of {name}")).claim
        event = {"event": "user", "text": f"a secret of {name}"}
        handoff = Handoff(f"a secret of {name}", {"work": [f"a secret of {name}"]})
        reply = [{"text": f"a secret of {name}"}]
        calls = [{"text": f"a secret of {name}"}]
        Conversations(engine, streamed=True).save(Turn(name, 0, 0, [event], 1, [event], claim, reply, handoff, calls))
        store.save_assessment(name, f"{name}-1", {"work": [f"a secret of {name}"]}, {"option": "KPO"}, MONTH)
        store.record_unanswered(name, f"{name}-1", f"a secret of {name}", "unclear", None, None)
        now = datetime.now(UTC)
        thought = {"conversation": name, "message": 2, "helpful": False, "reason": f"a secret of {name}", "given": now}
        token = {"conversation": name, "hash": hashed(f"the token of {name}"), "created": now}
        with engine.begin() as connection:
            connection.execute(feedback.insert().values(**thought))
            connection.execute(tokens.insert().values(**token))
    box.put(Message("rest", "waiting", "1", "hi"))
    return engine


def everything(engine: sa.engine.Engine) -> str:
    with engine.connect() as connection:
        return str([connection.execute(sa.select(table)).all() for table in metadata.tables.values()])


def test_every_table_with_a_conversation_is_covered() -> None:
    from bot.storage import forgetting

    named = {table.name for table in metadata.tables.values() if "conversation" in table.c}
    assert named == {table.name for table in forgetting._OF_A_CONVERSATION}
    assert set(metadata.tables) == named | {"conversations", "api_keys", "slack_installations", "slack_oauth_states"}


def test_nothing_of_what_is_forgotten_is_left(kept: sa.engine.Engine) -> None:
    assert SECRET in everything(kept)
    assert erase(kept, "one") == ROWS
    assert SECRET not in everything(kept) and "'one'" not in everything(kept)
    assert "a secret of two" in everything(kept)
    assert erase(kept, "one") == 0


def test_a_link_to_what_is_forgotten_leads_nowhere(kept: sa.engine.Engine, store: Repository) -> None:
    token = store.save_assessment("one", "one-1", {}, {"option": "KPO"}, MONTH).token
    assert token and store.shared_assessment(token)
    erase(kept, "one")
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
    assert purge(kept, now + timedelta(seconds=1)) == (2, 2 * ROWS)
    assert purge(kept, now + timedelta(seconds=1)) == (0, 0)


def test_the_command_forgets(
    kept: sa.engine.Engine, url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", url)
    assert main(["forget", "one"]) == 0 and f"Removed {ROWS} rows" in capsys.readouterr().out
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
    assert Tokens(kept).fits("one", TOKEN)


def test_who_lost_the_message_forgets_nothing(kept: sa.engine.Engine) -> None:
    wish = Inbox(kept, "me", 0.0).put(Message("rest", "one", "2", "yes")).claim
    assert wish and Inbox(kept, "other", 60.0).claim("one")
    with pytest.raises(LeaseLost):
        forget_at_wish(kept, wish, [])
    assert SECRET in everything(kept)


def test_a_conversation_is_erased_with_its_token(kept: sa.engine.Engine) -> None:
    assert Tokens(kept).fits("one", TOKEN)
    assert erase(kept, "one") == ROWS and erase(kept, "one") == 0
    assert not Tokens(kept).fits("one", TOKEN)
    assert "'one'" not in everything(kept) and "a secret of two" in everything(kept)


def test_a_conversation_is_not_erased_under_a_turn_that_would_leave_something_behind(kept: sa.engine.Engine) -> None:
    claim = Inbox(kept, "me", 60.0).put(Message("rest", "one", "2", "hi")).claim
    Inbox(kept, "me", 60.0).put(Message("rest", "one", "3", "and?"))
    with pytest.raises(UnderWay):
        erase(kept, "one")
    assert claim and SECRET in everything(kept)
    Inbox(kept, "me", 60.0).fail(claim)
    assert erase(kept, "one") == ROWS + 2  # the message that waits is nobody's yet


def test_the_command_says_that_it_waits_for_a_turn(
    kept: sa.engine.Engine, url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", url)
    assert Inbox(kept, "me", 60.0).put(Message("rest", "one", "2", "hi")).claim
    assert main(["forget", "one"]) == 1 and "Try again in a minute" in capsys.readouterr().err
    assert SECRET in everything(kept)


def test_who_comes_back_while_the_old_are_looked_for_is_not_purged(
    kept: sa.engine.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.storage import forgetting

    soon = datetime.now(UTC) + timedelta(seconds=1)
    listed = forgetting.untouched_since

    def and_meanwhile(engine: sa.engine.Engine, moment: datetime) -> list[str]:
        found = listed(engine, moment)
        with engine.begin() as connection:
            back = inbox.update().where(inbox.c.conversation == "waiting").values(received=soon + timedelta(hours=1))
            connection.execute(back)
        return found

    monkeypatch.setattr(forgetting, "untouched_since", and_meanwhile)
    assert purge(kept, soon) == (2, 2 * ROWS)
    assert "'waiting'" in everything(kept)


def test_a_turn_that_nobody_works_on_any_more_is_erased(kept: sa.engine.Engine) -> None:
    Inbox(kept, "gone", 0.0).put(Message("rest", "one", "2", "hi"))
    assert erase(kept, "one") == ROWS + 1


def test_who_waits_for_the_reply_to_a_message_that_was_forgotten_is_told_that_it_failed(kept: sa.engine.Engine) -> None:
    box = Inbox(kept, "me", 60.0)
    receipt = box.put(Message("rest", "waiting", "2", "hi"))
    purge(kept, datetime.now(UTC) + timedelta(seconds=1))
    assert box.reply(receipt.number) == ("failed", None)


def test_a_conversation_that_was_never_used_is_purged(engine: sa.engine.Engine) -> None:
    issued = Tokens(engine).issue()
    now = datetime.now(UTC)
    assert untouched_since(engine, now - timedelta(days=1)) == []
    assert purge(engine, now + timedelta(seconds=1)) == (1, 1)
    assert not Tokens(engine).fits(issued.conversation, issued.token)
