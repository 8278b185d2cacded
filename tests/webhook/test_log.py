"""A server whose log is JSON: every line of a turn names request and conversation, and none what was written."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import requests

from bot.journal import named


def test_lines_lead_from_a_request_to_its_turn_and_its_failure(
    new_server: Callable[..., Any], postgres: Any, talk_to: Callable[[str], Any]
) -> None:
    server = new_server(BPO_BOT_LOG_FORMAT="json", BPO_BOT_DATABASE_URL=postgres.url).start()
    visitor = talk_to(server.url)
    visitor.sender = "jane.zxqv@example.com"

    def ask(text: str, name: str) -> requests.Response:
        body = {"sender": visitor.sender, "message": text}
        return requests.post(
            f"{server.url}/webhooks/rest/webhook", json=body, headers={"X-Request-Id": name}, timeout=60
        )

    assert ask("what is bpo? my secret is zxqv", "first").ok
    assert ask("", "second").status_code == 400
    postgres.stop("fast")
    assert ask("what is kpo", "third").status_code == 503
    postgres.start()
    server.stop()

    written = server.log.read_text()
    assert "zxqv" not in written
    lines = [json.loads(line) for line in written.splitlines()]
    assert {"time", "level", "logger", "message"} <= set.intersection(*(set(line) for line in lines))

    def about(name: str, logger: str) -> dict[str, Any]:
        [found] = [line for line in lines if line.get("request") == name and line["logger"] == logger]
        return found

    turn = about("first", "bot.turns")
    assert turn["conversation"] == named(visitor.sender) and turn["channel"] == "rest" and turn["outcome"] == "answer"
    response = about("first", "bot.access")
    assert (response["method"], response["route"], response["status"]) == ("POST", "/webhooks/rest/webhook", 200)
    assert 0 < turn["duration"] <= response["duration"]
    assert about("second", "bot.access")["status"] == 400
    assert about("third", "bot.access")["status"] == 503
    failure = about("third", "bot.server")
    assert failure["level"] == "ERROR" and named(visitor.sender) in failure["message"]
    assert not [line for line in lines if line.get("route") in ("/healthz", "/readyz")]


def test_by_default_the_log_is_lines_for_people_without_one_for_each_turn(server: Any, visitor: Any) -> None:
    visitor.say("what is bpo")
    written = server.log.read_text()
    assert "bot.server  Ready." in written and "bot.turns" not in written and "bot.access" not in written
