"""What was given up is listed and gets its second chance."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.storage import Inbox, Message
from bot.storage.__main__ import main
from bot.storage.failures import failures, retry


@pytest.fixture
def inbox(engine: sa.engine.Engine) -> Inbox:
    return Inbox(engine, "me", 60.0)


def given_up(inbox: Inbox, conversation: str, id: str = "1") -> int:
    receipt = inbox.put(Message("rest", conversation, id, "my secret"))
    assert receipt.claim
    inbox.fail(receipt.claim)
    return receipt.number


def test_what_failed_is_listed_oldest_first(engine: sa.engine.Engine, inbox: Inbox) -> None:
    assert failures(engine) == []
    first, second = given_up(inbox, "a"), given_up(inbox, "b")
    inbox.put(Message("rest", "c", "1", "hello"))
    inbox.put(Message("rest", "a", "2", "hello again"))
    found = failures(engine)
    assert [(one.number, one.conversation, one.channel, one.last) for one in found] == [
        (first, "a", "rest", False),
        (second, "b", "rest", True),
    ]


def test_only_the_last_word_of_a_conversation_is_tried_again(engine: sa.engine.Engine, inbox: Inbox) -> None:
    before, last = given_up(inbox, "a", "1"), given_up(inbox, "a", "2")
    assert retry(engine) == 1 and [one.number for one in failures(engine)] == [before]
    assert inbox.abandoned() == ["a"]
    claim = inbox.claim("a")
    assert claim and (claim.number, claim.attempt) == (last, 1)
    assert retry(engine) == 0


def test_one_that_was_sent_again_is_no_longer_there(engine: sa.engine.Engine, inbox: Inbox) -> None:
    number = given_up(inbox, "a")
    assert inbox.put(Message("rest", "a", "1", "my secret")).number == number and failures(engine) == []


def test_the_command_tells_everything_but_the_text(
    url: str,
    engine: sa.engine.Engine,
    inbox: Inbox,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", url)
    assert main(["messages"]) == 0 and capsys.readouterr().out == "0 waiting; 0 failed\n"
    first, second = given_up(inbox, "a", "1"), given_up(inbox, "a", "2")
    assert main(["messages"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"0 waiting; 2 failed\nmessage {first} of 20") and "secret" not in said
    assert " on rest in a, and more was said after it\n" in said and said.endswith(" on rest in a\n")
    assert f"message {second} of" in said
    assert main(["messages", "--retry"]) == 0
    assert capsys.readouterr().out.startswith("1 failed messages will be tried again.\n1 waiting; 1 failed\n")
