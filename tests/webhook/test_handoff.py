"""A visitor is handed to a person: asked for a contact, told what comes next, left in peace, and never lost."""

from __future__ import annotations

import signal
import smtplib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.handoff.webhook import signed
from bot.storage.tables import handoffs, metadata
from tests.receivers import Hook, Mailbox, owner, until
from tests.webhook.kept import heard, opened

KEY, WRITTEN = b"0123456789abcdef01234567", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"
ADDRESS = "jane.rumpelstiltskin@example.com"


@pytest.fixture(scope="module")
def handing(tmp_path_factory: pytest.TempPathFactory, hook: Hook) -> Iterator[Any]:
    """A server whose owner has a webhook."""
    from tests.webhook.conftest import Server

    folder = tmp_path_factory.mktemp("handing")
    running = Server(folder, BPO_BOT_OWNER=owner(folder, hook.url), BPO_BOT_HANDOFF_SECRET=WRITTEN).start()
    yield running
    running.stop()


@pytest.fixture
def visitor(handing: Any, talk_to: Callable[[str], Any]) -> Any:
    return talk_to(handing.url)


def posted(hook: Hook, sender: str) -> list[Any]:
    return [one for one in hook.posts if one.json["data"]["conversation"] == sender]


def states(url: str, sender: str) -> list[str]:
    with opened(url) as engine, engine.connect() as connection:
        query = sa.select(handoffs.c.state).where(handoffs.c.conversation == sender).order_by(handoffs.c.id)
        return [row.state for row in connection.execute(query)]


def test_a_conversation_is_handed_over_and_taken_up_again(handing: Any, visitor: Any, hook: Hook) -> None:
    visitor.say("what is kpo")
    visitor.say("talk to a person")
    assert visitor.kinds == ["handoff"] and "you agree that Acme uses it to answer you" in visitor.text
    assert visitor.buttons == ["No contact", "Don't send"]
    visitor.say(f"sure, {ADDRESS}")
    assert visitor.kinds == ["handoff"] and f"a person at Acme, who can answer you at {ADDRESS}" in visitor.text
    assert "They answer on weekdays, 9 to 5." in visitor.text and visitor.buttons == ["Back to the bot"]
    until(lambda: len(posted(hook, visitor.sender)) == 1)
    [first] = posted(hook, visitor.sender)
    stamp = int(first.headers["webhook-timestamp"])
    assert signed(first.headers["webhook-id"], stamp, first.body, KEY).items() <= first.headers.items()
    data = first.json["data"]
    assert data["contact"] == ADDRESS and data["answers"] == [] and data["recommendation"] is None
    said = [line["text"] for line in data["transcript"] if line["from"] == "visitor"]
    assert said == ["what is kpo", "talk to a person", f"sure, {ADDRESS}"]
    assert data["transcript"][-1]["text"] == visitor.text

    visitor.say("what is bpo")
    assert visitor.kinds == ["handoff"] and "passed this on too" in visitor.text
    visitor.say("and they can call before noon")
    assert visitor.kinds == ["handoff"] and visitor.text == "Passed on."
    until(lambda: len(posted(hook, visitor.sender)) == 2)
    more = posted(hook, visitor.sender)[1].json
    assert more["type"] == "handoff.continued" and more["data"]["thread"] == data["id"]
    said = [line["text"] for line in more["data"]["transcript"] if line["from"] == "visitor"]
    assert said == ["what is bpo", "and they can call before noon"]

    visitor.say(visitor.buttons[0])
    assert visitor.kinds == ["notice"] and visitor.text.startswith("I'm here.")
    visitor.say("what is bpo")
    assert visitor.answered == ["what_is_bpo"]
    assert "Rumpelstiltskin" not in handing.log.read_text() and "rumpelstiltskin" not in handing.log.read_text()


def test_inside_an_assessment_its_answers_go_along_and_it_can_go_on(visitor: Any, hook: Hook) -> None:
    visitor.say("which one do we need?")
    visitor.say("payroll for 60 employees")
    assert visitor.asked == "setup"
    visitor.say("i want to talk to a human")
    assert visitor.kinds == ["handoff"] and "with your answers" in visitor.text  # and no other question beside it
    visitor.say("no contact")
    until(lambda: bool(posted(hook, visitor.sender)))
    data = posted(hook, visitor.sender)[0].json["data"]
    assert data["contact"] is None and data["answers"][:2] == ["payroll and HR", "about 60 employees"]
    assert data["profile"]["work"] == ["hr_payroll"]
    visitor.say("back to the bot")
    visitor.say(visitor.buttons[0])
    assert visitor.asked == "setup"


def test_after_a_recommendation_its_link_goes_along(visitor: Any, hook: Hook) -> None:
    visitor.say("which one do we need?")
    for text in ("payroll", "60 employees", "our own team, stretched", "cost", "recommend now"):
        visitor.say(text)
    for _ in range(8):
        if "recommendation" in visitor.kinds:
            break
        visitor.say("skip")
    page = next(r["metadata"]["links"]["page"] for r in visitor.replies if "links" in r["metadata"])
    visitor.say("Talk to a person")
    visitor.say("+1 555 010 0200")
    until(lambda: bool(posted(hook, visitor.sender)))
    data = posted(hook, visitor.sender)[0].json["data"]
    assert data["recommendation"] == page and data["contact"] == "+1 555 010 0200"


def test_nothing_is_sent_against_the_visitors_wish(handing: Any, visitor: Any) -> None:
    visitor.say("talk to a person")
    visitor.say("Don't send")
    assert visitor.kinds == ["notice"] and visitor.text.startswith("Nothing was sent.")
    visitor.say("what is bpo")
    assert visitor.answered == ["what_is_bpo"] and states(handing.database_url, visitor.sender) == []


def test_what_is_no_contact_is_asked_for_once_more_and_a_question_is_answered(handing: Any, visitor: Any) -> None:
    visitor.say("talk to a person")
    visitor.say("what is bpo?")
    assert visitor.answered == ["what_is_bpo"] and visitor.kinds == ["answer", "handoff"]
    visitor.say("jane at example")
    assert visitor.kinds == ["handoff"] and "no e-mail address" in visitor.text
    assert states(handing.database_url, visitor.sender) == []
    visitor.say("jane at example")
    assert "no contact of yours" in visitor.text and len(states(handing.database_url, visitor.sender)) == 1


def test_a_message_that_comes_twice_is_handed_over_once(handing: Any, visitor: Any, hook: Hook) -> None:
    visitor.say("talk to a person", key="1")
    first = visitor.say(ADDRESS, key="2")
    assert visitor.say(ADDRESS, key="2") == first
    until(lambda: states(handing.database_url, visitor.sender) == ["delivered"])
    assert len(posted(hook, visitor.sender)) == 1


def test_forget_me_takes_the_contact_along_while_the_bot_keeps_quiet(handing: Any, visitor: Any) -> None:
    visitor.say("talk to a person")
    visitor.say(ADDRESS)
    visitor.say("forget me")
    assert "stays with them" in visitor.text
    visitor.say("yes")
    with opened(handing.database_url) as engine, engine.connect() as connection:
        for table in metadata.tables.values():
            mine = [row for row in connection.execute(sa.select(table)) if visitor.sender in map(str, row)]
            assert ADDRESS not in str(mine), table.name
            assert not mine or table.name == "inbox"  # the wish itself, with its answer


def test_a_server_that_is_killed_loses_nothing_and_mail_is_tried_until_it_arrives(
    new_server: Callable[..., Any], tmp_path: Path, talk_to: Callable[[str], Any]
) -> None:
    mailbox = Mailbox()
    environment = {
        "BPO_BOT_OWNER": owner(tmp_path, "mailto:desk@acme.example"),
        "BPO_BOT_SMTP_URL": f"smtp://127.0.0.1:{mailbox.port}",
    }
    mailbox.failures = [451, 30.0]  # refused once; then silent until the server is killed
    server = new_server(**environment).start()
    visitor = talk_to(server.url)
    visitor.say("talk to a person")
    visitor.say(ADDRESS)
    until(lambda: mailbox.tried == 2)
    server.stop(signal.SIGKILL)
    assert states(server.database_url, visitor.sender) == ["waiting"]
    with opened(server.database_url) as engine, engine.begin() as connection:
        connection.execute(handoffs.update().values(leased_until=0.0))  # as after a minute and a half
    server.start()
    until(lambda: states(server.database_url, visitor.sender) == ["delivered"])
    mail = mailbox.mails[0]
    assert mail["Reply-To"] == ADDRESS and ADDRESS in mail.get_content()
    assert heard(server.database_url, visitor.sender) == ["talk to a person", ADDRESS]
    assert ADDRESS not in server.log.read_text() and smtplib.__name__ not in server.log.read_text()
    mailbox.close()


def test_two_servers_deliver_each_hand_off_once(
    new_server: Callable[..., Any], postgres: Any, tmp_path: Path, talk_to: Callable[[str], Any]
) -> None:
    hook = Hook()
    given = {"BPO_BOT_OWNER": owner(tmp_path, f"slack:{hook.url}"), "BPO_BOT_DATABASE_URL": postgres.url}
    urls = [new_server(**given).start().url for _ in range(2)]
    for number in range(10):
        visitor = talk_to(urls[number % 2])
        visitor.say("talk to a person")
        visitor.say(f"visitor{number}@example.com")
    until(lambda: len(hook.posts) >= 10)
    contacts = sorted(number for number in range(10) for one in hook.posts if f"visitor{number}@" in one.body.decode())
    assert contacts == list(range(10)) and hook.tried == 10
    hook.close()
