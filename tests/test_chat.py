"""Talking in the terminal goes on after a message that is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from bot.chat import chat


class Refusing:
    """Refuses what is longer than five characters, as a running bot refuses more than a thousand."""

    name = "a bot that refuses"

    def __init__(self, body: bytes) -> None:
        self.body = body

    def send(self, conversation: str, text: str) -> list[Mapping[str, Any]]:
        if len(text) <= 5:
            return [{"text": "Hello."}]
        response = requests.Response()
        response.status_code, response._content = 400, self.body
        raise requests.HTTPError("400 Client Error", response=response)


@pytest.mark.parametrize(
    ("body", "said"), [(b'{"detail": "at most 5 characters"}', "at most 5 characters"), (b"<html>", "400 Client Error")]
)
def test_a_refusal_is_said_and_the_talk_goes_on(body: bytes, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    chat(Refusing(body), ["what is bpo", "hi"])
    assert capsys.readouterr().out.splitlines() == [f"bot> {said}", "bot> Hello.", ""]
