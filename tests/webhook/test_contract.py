"""The REST webhook keeps its contract, and errors say what happened."""

from __future__ import annotations

from typing import Any

import pytest
import requests

PROBLEM = "application/problem+json"


def post(server: Any, **arguments: Any) -> requests.Response:
    return requests.post(f"{server.url}/webhooks/rest/webhook", timeout=30, **arguments)


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "hello",
        {},
        {"message": "hi"},
        {"sender": "", "message": "hi"},
        {"sender": "x" * 256, "message": "hi"},
        {"sender": 7, "message": "hi"},
        {"sender": "a", "message": 12},
        {"sender": "a", "message": "   "},
        {"sender": "a", "message": "x" * 1001},
        {"sender": "a", "message": "hi", "metadata": "no"},
    ],
)
def test_a_body_that_is_no_message_gets_a_problem(server: Any, body: Any) -> None:
    response = post(server, json=body)
    assert response.status_code == 400
    assert response.headers["content-type"].startswith(PROBLEM)
    assert response.json()["status"] == 400
    assert response.json()["detail"]


def test_what_is_not_json_gets_a_problem(server: Any) -> None:
    response = post(server, data=b"{nope")
    assert (response.status_code, response.headers["content-type"]) == (400, PROBLEM)


def test_a_body_over_sixteen_kilobytes_is_refused(server: Any) -> None:
    response = post(server, data=b'{"sender": "a", "message": "' + b"x" * 20_000 + b'"}')
    assert (response.status_code, response.headers["content-type"]) == (413, PROBLEM)


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nothing", 404), ("GET", "/webhooks/rest/webhook", 405)]
)
def test_other_errors_are_problems_too(server: Any, method: str, path: str, status: int) -> None:
    response = requests.request(method, server.url + path, timeout=10)
    assert (response.status_code, response.headers["content-type"]) == (status, PROBLEM)


@pytest.mark.parametrize("text", ["/faq", '/inform{"work": "x"}', "/restart", "/session_start", "/"])
def test_a_message_with_a_slash_is_only_text(visitor: Any, text: str) -> None:
    visitor.say(text)
    assert "answer" not in visitor.kinds


def test_a_command_of_rasa_typed_by_a_visitor_changes_nothing(visitor: Any) -> None:
    visitor.say("which one do we need?")
    visitor.say("payroll")
    visitor.say("/session_start")
    visitor.say('/inform{"work": "x"}')
    visitor.say("60 employees")
    assert visitor.asked == "setup"


@pytest.mark.parametrize(
    "text", ["\u0000hi", "💬", "   hi   ", "¿?", "٣", "a" * 1000, "?" * 50, "<script>alert(1)</script>"]
)
def test_any_text_gets_a_reply(visitor: Any, text: str) -> None:
    visitor.say(text)


def test_the_server_says_that_it_lives_and_is_ready(server: Any) -> None:
    assert requests.get(f"{server.url}/healthz", timeout=10).json() == {"status": "alive"}
    assert requests.get(f"{server.url}/readyz", timeout=10).json()["status"] == "ready"


def test_the_page_and_its_script_are_served_under_a_strict_policy(server: Any) -> None:
    for path in ("/", "/site.js", "/site.css"):
        response = requests.get(server.url + path, timeout=10)
        assert response.ok
        assert "unsafe" not in response.headers["content-security-policy"]
    assert requests.get(f"{server.url}/greeting", timeout=10).json()[0]["buttons"]


def test_two_visitors_do_not_share_a_conversation(server: Any, visitor: Any, talk_to: Any) -> None:
    other = talk_to(server.url)
    visitor.say("which one do we need?")
    other.say("payroll for 60 employees")
    visitor.say("cold calling")
    assert visitor.asked == "volume"


def test_no_text_of_a_visitor_is_in_the_log(server: Any, visitor: Any) -> None:
    visitor.say("my secret name is Rumpelstiltskin")
    assert "Rumpelstiltskin" not in server.log.read_text()
