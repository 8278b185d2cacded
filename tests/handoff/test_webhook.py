"""Letters to a webhook: signed, JSON, to a real server on this machine."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from bot.handoff import Letter, Undelivered, carrier, post
from bot.handoff.webhook import WebhookCarrier, signed
from tests.handoff.conftest import NASTY
from tests.receivers import Hook

SECRET = b"0123456789abcdef01234567"


async def test_a_letter_arrives_signed(hook: Hook, letter: Letter) -> None:
    await WebhookCarrier(hook.url, SECRET).deliver(letter)
    [posted] = hook.posts
    stamp = int(posted.headers["webhook-timestamp"])
    assert signed(letter.id, stamp, posted.body, SECRET).items() <= posted.headers.items()
    assert posted.headers["content-type"] == "application/json"
    assert posted.json["type"] == "handoff.created" and posted.json["timestamp"] == "2026-11-27T19:57:00+00:00"
    data = posted.json["data"]
    assert (data["id"], data["contact"], data["profile"]) == (letter.id, "jane@example.com", {"work": ["hr_payroll"]})
    assert data["transcript"][0] == {"from": "visitor", "text": NASTY, "at": "2026-11-27T19:57:00+00:00"}
    assert data["recommendation"] == letter.link and data["left_out"] == 0


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The example that the specification's reference libraries are tested with."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = signed("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', secret)
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


async def test_what_follows_says_which_thread_it_belongs_to(hook: Hook, letter: Letter) -> None:
    await WebhookCarrier(hook.url, SECRET).deliver(replace(letter, id="2"))
    [posted] = hook.posts
    assert posted.json["type"] == "handoff.continued" and posted.headers["webhook-id"] == "2"
    assert posted.json["data"]["thread"] == letter.thread


@pytest.mark.parametrize("status", [301, 400, 404, 410, 429, 500, 503])
async def test_what_is_not_taken_is_undelivered(hook: Hook, letter: Letter, status: int) -> None:
    hook.failures = [status]
    with pytest.raises(Undelivered, match=f"status {status}"):
        await WebhookCarrier(hook.url, SECRET).deliver(letter)
    assert hook.tried == 1 and not hook.posts


async def test_a_server_that_is_away_or_silent_is_undelivered(
    hook: Hook, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "SECONDS", 0.2)
    hook.failures = [1.0]
    with pytest.raises(Undelivered, match="TimeoutError"):
        await WebhookCarrier(hook.url, SECRET).deliver(letter)
    hook.close()
    with pytest.raises(Undelivered) as away:
        await WebhookCarrier(hook.url, SECRET).deliver(letter)
    assert "127.0.0.1" not in str(away.value) and carrier.SECONDS < 60
