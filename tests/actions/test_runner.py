"""Actions run beside each other."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from actions.runner import Runner


@pytest.fixture
def runner() -> Iterator[Runner]:
    made = Runner(threads=2)
    yield made
    made.close()


def call(name: str) -> dict[str, Any]:
    tracker = {"sender_id": "a", "slots": {}, "latest_message": {}, "events": [], "paused": False, "active_loop": {}}
    return {"next_action": name, "sender_id": "a", "tracker": tracker}


async def test_an_action_that_blocks_holds_up_no_other(runner: Runner) -> None:
    released = threading.Event()
    runner.executor.register_function("blocks", lambda _d, _t, _m: [] if released.wait(20) else None)
    blocked = asyncio.ensure_future(runner.run(call("blocks")))
    other = await runner.run(call("action_explain_question"))
    assert other and other["responses"] and not blocked.done()
    released.set()
    assert await blocked == {"events": [], "responses": []}
