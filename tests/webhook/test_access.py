"""Which pages may use the webhook, and which other servers."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
import requests

from bot.storage import Keys
from tests.webhook.browser import Browser
from tests.webhook.conftest import Server
from tests.webhook.kept import opened

PAGE = "https://www.example.com"
ELSEWHERE = {"Origin": "https://elsewhere.example"}


@pytest.fixture
def browser(server: Any) -> Browser:
    return Browser(server.url)


@pytest.fixture
def key(server: Any) -> Callable[..., str]:
    """Issues API keys."""

    def issue(*scopes: str) -> str:
        with opened(server.database_url) as engine:
            return Keys(engine).issue(uuid.uuid4().hex, scopes)

    return issue


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a list of origins, and that wants a key of other servers."""
    running = Server(tmp_path_factory.mktemp("listed"), BPO_BOT_ORIGINS=PAGE, BPO_BOT_REQUIRE_KEY="true").start()
    yield running
    running.stop()


def begin(server: Any, origin: str | None) -> requests.Response:
    headers = {"Origin": origin} if origin else {}
    return requests.post(f"{server.url}/webhooks/rest/conversations", headers=headers, timeout=10)


def test_only_pages_of_this_server_begin_a_conversation_unless_more_are_listed(server: Any, listed: Any) -> None:
    for one in (server, listed):
        assert begin(one, None).status_code == 201 == begin(one, one.url).status_code
        for origin in ("https://elsewhere.example", "null", f"{PAGE}.evil.example", "http://[::1", "https://"):
            assert (begin(one, origin).status_code, origin) == (403, origin)
    assert begin(server, PAGE).status_code == 403 and begin(listed, PAGE).status_code == 201


def test_the_refusal_itself_says_to_any_page_and_in_the_log_what_is_missing(listed: Any) -> None:
    for _ in range(2):
        refused = begin(listed, "https://new.example")
        assert refused.status_code == 403 and refused.headers["Access-Control-Allow-Origin"] == "*"
        assert "BPO_BOT_ORIGINS" in refused.json()["detail"] and "https://new.example" in refused.json()["detail"]
    assert listed.log.read_text().count("a page of https://new.example asked") == 1


def test_a_page_of_a_listed_origin_may_read_answers_and_no_other(listed: Any) -> None:
    response = begin(listed, PAGE)
    assert response.headers["Access-Control-Allow-Origin"] == PAGE and response.headers["Vary"] == "Origin"
    assert "Retry-After" in response.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in response.headers
    other = requests.get(f"{listed.url}/webhooks/rest/conversations/x/messages", headers=ELSEWHERE, timeout=10)
    assert "Access-Control-Allow-Origin" not in other.headers and other.headers["Vary"] == "Origin"
    refused = requests.post(f"{listed.url}/webhooks/rest/webhook", data=b"{", headers={"Origin": PAGE}, timeout=10)
    assert refused.status_code == 400 and refused.headers["Access-Control-Allow-Origin"] == PAGE


@pytest.mark.parametrize(
    "path", ["/webhook", "/conversations", "/conversations/web-x", "/conversations/web-x/messages"]
)
def test_a_preflight_is_answered_for_a_listed_origin(listed: Any, path: str) -> None:
    url = f"{listed.url}/webhooks/rest{path}"
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    response = requests.options(url, headers={"Origin": PAGE, **asked}, timeout=10)
    assert response.status_code == 204 and response.headers["Access-Control-Allow-Origin"] == PAGE
    assert "Authorization" in response.headers["Access-Control-Allow-Headers"]
    assert "DELETE" in response.headers["Access-Control-Allow-Methods"]
    other = requests.options(url, headers={"Origin": "https://elsewhere.example", **asked}, timeout=10)
    assert other.status_code == 403 and "Access-Control-Allow-Origin" not in other.headers


class TestKeys:
    """Other servers, with a key."""

    def test_with_a_key_another_server_may_do_what_its_scopes_say(self, server: Any, visitor: Any, key: Any) -> None:
        other = Browser(server.url)
        visitor.say("what is bpo")
        other.conversation = visitor.sender
        reader, writer, eraser = key("read"), key("write"), key("erase")
        calls: dict[str, tuple[Any, ...]] = {
            "read": ("GET", "/messages"),
            "write": ("POST", "/feedback"),
            "erase": ("DELETE", ""),
        }
        number = other.ask("GET", "/messages", reader).json()["last"]
        for scope, (method, path) in calls.items():
            body = {"json": {"message": number, "helpful": True}} if scope == "write" else {}
            for name, one in (("read", reader), ("write", writer), ("erase", eraser)):
                expected = {True: {200, 204}, False: {403}}[name == scope]
                assert other.ask(method, path, one, **body).status_code in expected
            assert other.ask(method, path, "bpo_unknown", **body).status_code == 401
        assert other.ask("GET", "/messages", reader).json() == {"messages": [], "last": 0}

    def test_a_sender_may_have_any_name(self, server: Any, visitor: Any, key: Any) -> None:
        visitor.sender = f"a/b? c%2F#é {uuid.uuid4()}"
        visitor.say("hello")
        other = Browser(server.url)
        other.conversation = quote(visitor.sender, safe="")
        found = other.ask("GET", "/messages", key("read")).json()["messages"]
        assert [message["from"] for message in found] == ["visitor", "bot"]

    def test_where_a_key_is_wanted_other_servers_need_one_and_visitors_do_not(self, listed: Any) -> None:
        with opened(listed.database_url) as engine:
            writer, reader = Keys(engine).issue("writer", ["write"]), Keys(engine).issue("reader", ["read"])
        browser = Browser(listed.url)
        assert browser.send("hello").status_code == 200
        browser.conversation = "a server's visitor"
        assert browser.send("hello").status_code == 401
        assert browser.send("hello", reader).status_code == 403
        assert browser.send("hello", writer).status_code == 200

    def test_a_revoked_key_opens_nothing(self, server: Any) -> None:
        with opened(server.database_url) as engine:
            name = uuid.uuid4().hex
            key = Keys(engine).issue(name, ["read"])
            other = Browser(server.url)
            other.conversation = "anyone"
            assert other.ask("GET", "/messages", key).status_code == 200
            Keys(engine).revoke(name)
            assert other.ask("GET", "/messages", key).status_code == 401


def test_an_api_key_does_not_open_a_visitors_conversation(browser: Browser, key: Any) -> None:
    whole = key("read", "write", "erase")
    assert browser.ask("GET", "/messages", whole).status_code == 401
    assert browser.send("hello", whole).status_code == 401


def test_neither_token_nor_key_nor_conversation_is_in_the_log(server: Any, browser: Browser, key: Any) -> None:
    secret = key("read")
    browser.send("hello")
    browser.ask("GET", "/messages", secret)
    browser.ask("DELETE")
    log = server.log.read_text()
    assert browser.token not in log and secret not in log and browser.conversation not in log
