"""What Slack refuses is tried again, said elsewhere, or told; it is never lost silently."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from bot.storage.tables import inbox, outbox
from tests.receivers import until
from tests.slack.api import BOT_TOKEN, SlackApi
from tests.slack.conftest import one_workspace
from tests.slack.workspace import Person, Slack, quiet, shown
from tests.webhook.conftest import Server
from tests.webhook.kept import opened

POST = "chat.postMessage"
Someone = Callable[..., Person]


def states(server: Server, conversation: str) -> list[str]:
    with opened(server.database_url) as engine, engine.connect() as connection:
        query = sa.select(outbox.c.state).where(outbox.c.conversation == conversation)
        return [row.state for row in connection.execute(query)]


def test_a_rate_limit_is_waited_for(jane: Person, api: SlackApi) -> None:
    api.failures[POST] = [{"error": "ratelimited", "after": 2}]
    begun = time.monotonic()
    jane.say("what is bpo")
    assert 2.0 <= time.monotonic() - begun < 10.0 and len(jane.messages) == 1


def test_what_comes_behind_waits_and_stays_in_order(jane: Person, api: SlackApi) -> None:
    api.failures[POST] = [{"error": "ratelimited", "after": 1}]
    events = [jane.write(text) for text in ("what is bpo", "what is kpo", "what is aht")]
    for event in events:
        jane.slack.event(event)
    assert [reply["thread_ts"] for reply in jane.hear(3)] == [event["ts"] for event in events]


@pytest.mark.parametrize(
    "failure", [{"status": 503}, {"status": 500, "error": "fatal_error"}, {"error": "internal_error"}]
)
def test_a_failure_of_slack_is_tried_again(jane: Person, api: SlackApi, failure: dict[str, Any]) -> None:
    api.failures[POST] = [failure]
    assert len(jane.say("what is bpo")) == 1


@pytest.mark.parametrize("failure", [{"later": 11.0, "posted": True}])
def test_what_was_posted_without_a_word_is_not_posted_again(
    jane: Person, api: SlackApi, failure: dict[str, Any]
) -> None:
    api.failures[POST] = [failure]
    jane.say("what is bpo")
    conversation = f"slack:T1:private:{jane.user}"
    until(lambda: any(one["channel"] == jane.channel for one in api.made("conversations.replies")), 40)
    quiet(lambda: len(api.calls), 2.0)
    assert len(jane.messages) == 1 and conversation


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found", "is_archived"])
def test_what_cannot_be_said_in_a_channel_is_said_to_the_one_who_asked(
    person: Someone, api: SlackApi, error: str
) -> None:
    joe = person(f"C{error}")
    api.failures[POST] = [{"error": error}]
    joe.slack.event({**joe.write("<@UBOT> what is kpo"), "type": "app_mention"})
    until(lambda: bool(api.posted(joe.user)))
    [reply] = api.posted(joe.user)
    assert "KPO" in shown(reply) and f"couldn't write in <#{joe.channel}>" in shown(reply)


def test_a_response_url_that_has_ended_is_gone_around(person: Someone, api: SlackApi) -> None:
    joe = person("CEXPIRED")
    api.failures["respond"] = [{"status": 404, "error": "expired_url"}]
    joe.slack.command("what is kpo", joe.user, joe.channel)
    until(lambda: bool(api.posted(joe.channel)))
    [reply] = api.posted(joe.channel)
    assert reply["user_only"] == joe.user and "KPO" in shown(reply)
    api.failures["respond"] = [{"status": 404, "error": "used_url"}]
    api.failures["chat.postEphemeral"] = [{"error": "channel_not_found"}]
    joe.slack.command("what is aht", joe.user, joe.channel)
    until(lambda: bool(api.posted(joe.user)))
    assert "AHT" in shown(api.posted(joe.user)[0])


def test_a_direct_message_that_may_have_been_posted_is_looked_for_there(person: Someone, api: SlackApi) -> None:
    joe = person("CPERHAPS")
    api.failures[POST] = [{"status": 503, "posted": True}]
    joe.slack.command("human", joe.user, joe.channel)  # the answer goes to the direct messages, by the user's id
    until(lambda: any(one["users"] == joe.user for one in api.made("conversations.open")))
    quiet(lambda: len(api.calls), 1.0)
    assert len(api.posted(joe.user)) == 1


def test_blocks_that_are_refused_are_said_in_plain_text(jane: Person, api: SlackApi, server: Server) -> None:
    api.failures[POST] = [{"error": "invalid_blocks"}]
    [reply] = jane.say("what is kpo")
    assert "KPO" in reply["text"] and "blocks" not in reply
    assert "were refused (invalid_blocks)" in server.log.read_text()


def test_a_message_that_cannot_be_changed_stays_and_the_answer_comes(jane: Person, api: SlackApi) -> None:
    [answer] = jane.say("what is kpo")
    api.failures["chat.update"] = [{"error": "cant_update_message"}]
    jane.click(
        answer,
        next(e["text"]["text"] for b in answer["blocks"] for e in b.get("elements", []) if e["type"] == "button"),
    )
    assert len(jane.hear()) == 1


def test_a_comfort_that_fails_is_logged_and_nothing_more(jane: Person, api: SlackApi, server: Server) -> None:
    api.failures["assistant.threads.setStatus"] = [{"error": "missing_scope"}]
    assert len(jane.say("what is kpo")) == 1
    assert "missing_scope" in server.log.read_text()


def test_what_nobody_can_take_is_kept_for_the_operator(
    jane: Person, api: SlackApi, server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.storage.__main__ import main

    monkeypatch.setenv("BPO_BOT_DATABASE_URL", server.database_url)
    api.tokens.discard(BOT_TOKEN)
    jane.slack.event(jane.write("what is kpo"))
    until(lambda: states(server, f"slack:T1:private:{jane.user}") == ["failed"])
    log = server.log.read_text()
    assert "invalid_auth" in log and "outbox --retry" in log and "kpo" not in log and BOT_TOKEN not in log
    api.tokens.add(BOT_TOKEN)
    capsys.readouterr()
    assert main(["outbox", "--retry"]) == 0
    assert "1 failed messages will be tried again." in capsys.readouterr().out
    assert len(jane.hear()) == 1
    assert main(["outbox"]) == 0 and capsys.readouterr().out == "0 waiting; 0 failed\n"


def test_what_is_forgotten_leaves_nothing_but_the_last_word(jane: Person, server: Server) -> None:
    jane.say("my secret is Rumpelstiltskin")
    jane.say("forget me")
    jane.click(jane.see("Yes, forget me"), "Yes, forget me")
    assert "is deleted" in shown(jane.hear()[-1])
    with opened(server.database_url) as engine, engine.connect() as connection:
        mine = f"slack:T1:private:{jane.user}"
        assert connection.execute(sa.select(outbox).where(outbox.c.conversation == mine)).all() == []
        rows = connection.execute(sa.select(inbox).where(inbox.c.conversation == mine)).all()
        assert "Rumpelstiltskin" not in str(rows)


@pytest.fixture
def failing(new_server: Callable[..., Server], api: SlackApi) -> Server:
    """A server whose actions are out of reach."""
    settings = one_workspace(api) | {"BPO_BOT_ACTIONS_URL": "http://127.0.0.1:9/webhook", "BPO_BOT_ACTION_TIMEOUT": "2"}
    return new_server(**settings).start("/healthz")


def test_a_turn_that_fails_is_told_and_can_be_tried_again(failing: Server, api: SlackApi) -> None:
    joe = Person(Slack([failing.url], api))
    [told] = joe.say("xqzt flurbl")
    assert "couldn't work on that message" in shown(told)
    joe.click(told, "Try again")
    assert "couldn't work on that message" in shown(joe.hear()[0])  # still away; but tried
