"""The REST webhook takes what Rasa's clients send, and says what is wrong with anything else."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.rest import RestChannel

GOOD = {"sender": "me", "message": "What is BPO?"}


def test_the_channel_goes_by_rasas_name() -> None:
    assert RestChannel.name() == "rest"


def test_a_message_is_answered_in_the_shape_of_the_contract(server: Any) -> None:
    response = server.post({**GOOD, "metadata": {"page": "/"}})
    assert response.status_code == 200
    assert response.json() == [
        {"recipient_id": "me", "text": "What is BPO?", "metadata": {"kind": "answer", "faq": "echo"}}
    ]
    assert server.agent.heard[0].metadata == {"page": "/"}


def test_a_message_that_begins_with_a_slash_arrives_as_text(server: Any) -> None:
    server.post({**GOOD, "message": "/restart"})
    assert server.agent.heard[0].text == "/restart"


@pytest.mark.parametrize("body", [{"sender": "me"}, [], {"sender": "me", "message": "m" * 1001}])
def test_what_is_no_message_gets_a_problem(server: Any, body: Any) -> None:
    response = server.post(body)
    assert response.status_code == 400 and server.agent.heard == []
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["title"] == "Not a message" and response.json()["detail"]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe"], ids=["nothing", "half", "other bytes"])
def test_what_is_not_json_is_the_clients_error(server: Any, body: bytes) -> None:
    response = server.post(None, data=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400 and server.agent.heard == []


def test_the_channel_says_that_it_is_there(server: Any) -> None:
    assert server.get("/webhooks/rest/").json() == {"status": "ok"}
