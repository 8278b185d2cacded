"""An action server gets as long for an action as the settings say."""

from __future__ import annotations

import socket
import time

import pytest

from bot.server.remote_actions import RemoteActions


async def test_an_action_server_that_does_not_answer_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/webhook"
        begun = time.monotonic()
        with pytest.raises(TimeoutError):
            await RemoteActions(url, 0.2).request(json={}, timeout=300)
        assert time.monotonic() - begun < 5
