"""Slack's protocol: signatures, retries, doubles, and what nobody listens to."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from tests.slack.api import BOT_USER, SlackApi
from tests.slack.workspace import Person, Slack, quiet, shown, signed

JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def send(slack: Slack, body: str, headers: dict[str, str]) -> requests.Response:
    return requests.post(f"{slack.urls[0]}/webhooks/slack/events", body.encode(), headers=headers, timeout=10)


def of(person: Person, event: dict[str, Any], id: str | None = None) -> str:
    authorizations = [{"team_id": "T1", "user_id": BOT_USER, "is_bot": True}]
    body = {"type": "event_callback", "team_id": "T1", "event": event, "authorizations": authorizations}
    return json.dumps(body | {"event_id": id or uuid.uuid4().hex})


def test_the_address_is_verified(slack: Slack) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "old"})
    response = send(slack, body, signed(body, JSON))
    assert response.status_code == 200 and response.json() == {"challenge": "abc"}


@pytest.mark.parametrize("wrong", ["secret", "old", "new", "unsigned", "changed"])
def test_what_is_not_signed_now_and_by_slack_is_refused(jane: Person, api: SlackApi, wrong: str) -> None:
    body = of(jane, jane.write("what is bpo"))
    headers = {
        "secret": signed(body, JSON, secret="another secret"),
        "old": signed(body, JSON, age=6 * 60),
        "new": signed(body, JSON, age=-6 * 60),
        "unsigned": {"Content-Type": JSON},
        "changed": signed(body.replace("bpo", "kpo"), JSON),
    }[wrong]
    assert send(jane.slack, body, headers).status_code == 401
    quiet(lambda: len(jane.messages))
    assert jane.messages == []


def test_a_charset_makes_no_difference(jane: Person) -> None:
    body = of(jane, jane.write("what is bpo"))
    assert send(jane.slack, body, signed(body, f"{JSON}; charset=utf-8")).status_code == 200
    assert "BPO" in shown(jane.hear()[0])


def test_an_event_that_comes_again_is_answered_once(jane: Person) -> None:
    body = of(jane, jane.write("what is bpo"))
    for number in range(4):
        headers = signed(body, JSON) | {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_error"}
        assert send(jane.slack, body, headers).status_code == 200
    assert len(jane.hear()) == 1


@pytest.mark.parametrize("why", ["http_timeout", "http_error"])
def test_a_retry_of_what_never_came_is_answered(jane: Person, why: str) -> None:
    body = of(jane, jane.write("what is bpo"))
    headers = signed(body, JSON) | {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": why}
    assert send(jane.slack, body, headers).status_code == 200
    assert len(jane.hear()) == 1


@pytest.mark.parametrize("first", ["message", "app_mention"])
def test_a_mention_that_comes_as_two_events_is_answered_once(person: Callable[..., Person], first: str) -> None:
    joe = person(f"CPAIR{first}")
    joe.say("what is bpo?")  # from now on both kinds of events are for the bot
    event = joe.write(f"<@{BOT_USER}> what is kpo?")
    both = [event, {**event, "type": "app_mention"}]
    for one in both if first == "message" else reversed(both):
        joe.slack.event(one)
    assert len(joe.hear()) == 1


def test_messages_in_quick_succession_are_answered_in_order(jane: Person) -> None:
    asked = ["what is bpo", "what is kpo", "what is aht", "what is a call center"]
    events = [jane.write(text) for text in asked]
    for event in events:
        jane.slack.event(event)
    assert [reply["thread_ts"] for reply in jane.hear(4)] == [event["ts"] for event in events]


def test_what_arrives_out_of_order_is_answered_once_each(jane: Person) -> None:
    events = [jane.write(text) for text in ("what is bpo", "what is kpo", "what is aht")]
    for event in [events[1], events[0], events[2], events[1]]:
        jane.slack.event(event)
    assert sorted(reply["thread_ts"] for reply in jane.hear(3)) == [event["ts"] for event in events]


@pytest.mark.parametrize("kind", ["team_join", "reaction_added", "member_joined_channel", "assistant_thread_started"])
def test_an_event_that_nobody_listens_to_is_acknowledged(slack: Slack, kind: str) -> None:
    assert slack.event({"type": kind, "user": "U1"}).status_code == 200


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions", "actions": [{"type": "radio_buttons", "action_id": "x", "block_id": "b"}]},
        {"type": "block_actions", "actions": [{"type": "datepicker", "action_id": "x", "block_id": "b"}]},
        {"type": "shortcut", "callback_id": "other"},
        {"type": "message_action", "callback_id": "other"},
        {"type": "view_submission", "view": {"id": "V", "type": "modal", "callback_id": "other"}},
        {"type": "view_closed", "view": {"id": "V", "type": "modal", "callback_id": "other"}},
        {"type": "block_suggestion", "action_id": "x", "block_id": "b", "value": ""},
    ],
    ids=lambda payload: payload["type"],
)
def test_an_interaction_that_nobody_listens_to_is_acknowledged(slack: Slack, payload: dict[str, Any]) -> None:
    body = urlencode({"payload": json.dumps({"team": {"id": "T1"}, "user": {"id": "U1"}, **payload})})
    assert send(slack, body, signed(body, FORM)).status_code == 200


def test_a_body_of_slacks_size_is_taken_and_one_beyond_it_not(slack: Slack) -> None:
    payload = {"type": "shortcut", "callback_id": "x", "team": {"id": "T1"}, "user": {"id": "U1"}}
    fits = urlencode({"payload": json.dumps({**payload, "padding": "x" * 200_000})})
    assert send(slack, fits, signed(fits, FORM)).status_code == 200
    beyond = "x" * 600_000
    assert send(slack, beyond, signed(beyond, FORM)).status_code == 413
    other = requests.post(f"{slack.urls[0]}/webhooks/rest/webhook", b"x" * 20_000, timeout=10)
    assert other.status_code == 413  # nobody else gets more room


def test_nothing_is_lost_while_the_api_is_slow(jane: Person, api: SlackApi) -> None:
    api.seconds = 0.5
    begun = time.monotonic()
    jane.slack.event(jane.write("what is bpo"))
    assert time.monotonic() - begun < 0.5  # acknowledged before anything is posted
    assert len(jane.hear()) == 1
