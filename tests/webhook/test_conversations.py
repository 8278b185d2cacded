"""A visitor's browser begins a conversation, and nobody else can read, judge, take away, erase or go on with it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from bot.storage import Conversations
from bot.storage.tables import feedback, metadata
from tests.webhook.action_server import ActionServer
from tests.webhook.browser import Browser
from tests.webhook.kept import opened

PROBLEM = "application/problem+json"
TALK = ["hello", "what is bpo", "/restart", "which one do we need?", "payroll", "wait,  what's nearshore?"]


@pytest.fixture
def browser(server: Any) -> Browser:
    return Browser(server.url)


def test_the_history_is_what_was_sent_and_survives_a_restart(new_server: Any) -> None:
    server = new_server().start()
    browser = Browser(server.url)
    said = []
    for number, text in enumerate(TALK):
        said.append(("visitor", text, [], {}, f"key-{number}"))
        for reply in browser.send(text, **{"Idempotency-Key": f"key-{number}"}).json():
            said.append(("bot", reply["text"], reply.get("buttons", []), reply["metadata"], None))
    before = browser.history()
    assert [(m["from"], m["text"], m["buttons"], m["metadata"], m["id"]) for m in before["messages"]] == said
    numbers = [message["number"] for message in before["messages"]]
    assert numbers == sorted(set(numbers)) and before["last"] == numbers[-1]
    assert server.stop() == 0
    server.start()
    assert browser.history() == before
    assert browser.history(numbers[2])["messages"] == before["messages"][3:]
    assert browser.history(numbers[-1]) == {"messages": [], "last": numbers[-1]}
    assert browser.send("thanks").status_code == 200
    assert browser.history(numbers[-1])["messages"][0]["text"] == "thanks"


def test_a_long_history_comes_in_pages_that_join_without_a_gap(browser: Browser, server: Any) -> None:
    browser.send("hello")
    [first, second] = browser.history()["messages"]
    with opened(server.database_url) as engine:
        kept = Conversations(engine)
        event = kept.history(browser.conversation)[second["number"] - 1]
        last = kept.load(browser.conversation)
        assert event["event"] == "bot" and last
        with engine.begin() as connection:
            rows = [
                {"conversation": browser.conversation, "sequence": last.sequence + n, "data": event}
                for n in range(1, 450)
            ]
            connection.execute(metadata.tables["conversation_events"].insert(), rows)
    seen, page = [], browser.history()
    while page["messages"]:
        assert len(page["messages"]) <= 200
        seen += [message["number"] for message in page["messages"]]
        page = browser.history(page["last"])
    assert seen == [first["number"], second["number"], *range(last.sequence + 1, last.sequence + 450)]


def test_the_token_of_another_conversation_opens_nothing(browser: Browser, server: Any) -> None:
    other = Browser(server.url)
    browser.send("what is bpo")
    before = browser.history()
    number = before["last"]
    for token in (other.token, "x", browser.token[:-1], "bpo_" + "x" * 43):
        refused = [
            browser.send("I am somebody else", token),
            browser.ask("GET", "/messages", token),
            browser.ask("POST", "/feedback", token, json={"message": number, "helpful": True}),
            browser.ask("GET", "/transcript", token),
            browser.ask("DELETE", "", token),
        ]
        for response in refused:
            assert response.status_code == 401 and response.headers["content-type"] == PROBLEM
            assert response.headers["WWW-Authenticate"] == "Bearer"
    assert browser.history() == before


def test_a_conversation_that_the_server_did_not_begin_has_no_token(server: Any, browser: Browser) -> None:
    browser.conversation = "web-made-up"
    assert browser.send("hello").status_code == 401 and browser.ask("GET", "/messages").status_code == 401


def test_without_a_token_nothing_is_taken_in(server: Any, browser: Browser) -> None:
    body = {"sender": browser.conversation, "message": "hello"}
    for headers in ({}, {"Authorization": ""}, {"Authorization": browser.token}, {"Authorization": "Basic abc"}):
        response = requests.post(f"{server.url}/webhooks/rest/webhook", json=body, headers=headers, timeout=10)
        assert response.status_code == 401
    assert browser.history() == {"messages": [], "last": 0}


def test_what_is_erased_is_gone_from_every_table_and_so_is_the_token(browser: Browser, server: Any) -> None:
    browser.send("payroll for 60 employees, which one do we need?")
    browser.send("wug gostak doshes")
    browser.ask("POST", "/feedback", json={"message": browser.history()["last"], "helpful": False})
    assert len(all_rows(server.database_url, browser.conversation)) > 10
    assert browser.ask("DELETE").status_code == 204
    assert all_rows(server.database_url, browser.conversation) == []
    assert browser.ask("GET", "/messages").status_code == 401 == browser.ask("DELETE").status_code
    assert browser.send("hello").status_code == 401


def test_an_erasure_waits_for_the_turn_and_nothing_is_left_behind(remote: Any, action_server: ActionServer) -> None:
    browser = Browser(remote.url)
    browser.send("which one do we need?")
    with ThreadPoolExecutor(2) as pool:
        with action_server.held(browser.conversation) as held:
            asked = pool.submit(browser.send, "payroll")
            assert held.ran.wait(10)
            deletion = pool.submit(browser.ask, "DELETE")
            time.sleep(0.5)
            assert not deletion.done()
        assert deletion.result().status_code == 204 and asked.result().status_code == 200
    assert all_rows(remote.database_url, browser.conversation) == []


def test_feedback_is_kept_once_a_message_with_the_entry(browser: Browser, server: Any) -> None:
    browser.send("what is bpo")
    number = browser.history()["last"]
    assert browser.ask("POST", "/feedback", json={"message": number, "helpful": True}).status_code == 204
    again = {"message": number, "helpful": False, "reason": "too long"}
    assert browser.ask("POST", "/feedback", json=again).status_code == 204
    with opened(server.database_url) as engine, engine.connect() as connection:
        mine = feedback.c.conversation == browser.conversation
        [row] = connection.execute(sa.select(feedback).where(mine)).all()
    assert (row.message, row.helpful, row.reason, row.faq) == (number, False, "too long", "what_is_bpo")


def test_the_transcript_is_a_file_with_all_that_was_said(browser: Browser) -> None:
    [reply] = browser.send("what is *bpo*?").json()
    response = browser.ask("GET", "/transcript")
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert response.headers["content-disposition"].startswith('attachment; filename="conversation-')
    assert r"what is \*bpo\*?" in response.text and reply["text"] in response.text
    assert response.text.index("**You**") < response.text.index("**Bot**") < response.text.index("- Source: ")


def test_a_visitor_who_wants_to_be_forgotten_may_go_on(browser: Browser) -> None:
    browser.send("hello")
    browser.send("forget me")
    assert browser.send("yes, forget me").json()[-1]["metadata"]["forget"] is True
    assert browser.history()["messages"] == []
    browser.send("hello")
    assert browser.history()["messages"][0]["text"] == "hello"


def all_rows(url: str, conversation: str) -> list[Any]:
    """What any table holds of a conversation."""
    with opened(url) as engine, engine.connect() as connection:
        return [
            row
            for table in metadata.tables.values()
            for column in [table.c.get("conversation", table.c.get("id"))]
            if column is not None and isinstance(column.type, sa.String)
            for row in connection.execute(sa.select(table).where(column == conversation))
        ]


def broken(run: Callable[[], Any]) -> Any:
    raise RuntimeError("an action that fails")


def events(response: requests.Response) -> list[tuple[str, Any]]:
    """The events of a stream, comments left out."""
    found = []
    for block in response.text.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


STREAM = {"Accept": "text/event-stream"}


def test_replies_come_as_events(browser: Browser) -> None:
    response = browser.send("which one do we need?", **STREAM, **{"Idempotency-Key": "one"})
    assert response.status_code == 200 and response.headers["content-type"] == "text/event-stream"
    found = events(response)
    assert [name for name, _ in found] == ["typing", "message", "message", "done"]
    replies = [data for name, data in found if name == "message"]
    assert replies == browser.send("which one do we need?", **{"Idempotency-Key": "one"}).json()
    assert [m["text"] for m in browser.history()["messages"] if m["from"] == "bot"] == [r["text"] for r in replies]
    behind = browser.send("which one do we need?", **STREAM, **{"Idempotency-Key": "one", "Last-Event-ID": "1"})
    assert [data for name, data in events(behind) if name == "message"] == replies[1:]


def test_what_is_wrong_with_a_message_is_said_before_the_stream_begins(browser: Browser) -> None:
    response = browser.send("   ", **STREAM)
    assert (response.status_code, response.headers["content-type"]) == (400, PROBLEM)
    assert browser.send("hello", "wrong", **STREAM).status_code == 401


def test_typing_comes_at_once_and_an_error_is_told_in_the_stream(remote: Any, action_server: ActionServer) -> None:
    browser = Browser(remote.url)
    browser.send("which one do we need?")
    with action_server.trouble(browser.conversation, broken):
        [typing, (name, problem)] = events(browser.send("payroll", **STREAM))
    assert typing == ("typing", {}) and name == "error"
    assert problem["status"] == 503 and problem["detail"]
    with action_server.held(browser.conversation) as held, browser.send("payroll", stream=True, **STREAM) as response:
        lines = response.iter_lines(chunk_size=1)
        assert next(lines) == b"event: typing" and held.ran.wait(10)
        held.released.set()
        assert [line for line in lines if line.startswith(b"event")] == [b"event: message", b"event: done"]


def test_who_hangs_up_finds_the_reply_in_the_history(remote: Any, action_server: ActionServer) -> None:
    browser = Browser(remote.url)
    browser.send("which one do we need?")
    last = browser.history()["last"]
    with action_server.held(browser.conversation) as held:
        with browser.send("payroll", stream=True, **STREAM) as response:
            assert next(response.iter_lines(chunk_size=1)) == b"event: typing" and held.ran.wait(10)
        time.sleep(0.5)  # until the server has seen it
    deadline = time.monotonic() + 20
    while not (found := browser.history(last)["messages"]) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [message["from"] for message in found[:2]] == ["visitor", "bot"] and found[0]["text"] == "payroll"
