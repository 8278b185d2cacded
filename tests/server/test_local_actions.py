"""Actions in the serving process behave as a remote server's would, and never hold the loop."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from rasa.utils.endpoints import ClientResponseError
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.server.local_actions import LocalActions


@pytest.fixture
def actions() -> Any:
    local = LocalActions(threads=2, timeout=0.5)
    yield local
    local.close()


def call(name: str) -> dict[str, Any]:
    tracker = {"sender_id": "a", "slots": {}, "latest_message": {}, "events": [], "paused": False, "active_loop": {}}
    return {"next_action": name, "sender_id": "a", "tracker": tracker}


async def test_an_action_runs_and_replies(actions: LocalActions) -> None:
    result = await actions.request(json=call("action_explain_question"))
    assert result["responses"][0]["metadata"]["kind"] == "notice"


async def test_a_slow_action_does_not_hold_the_loop(actions: LocalActions) -> None:
    actions._runner.executor.register_function("slow", lambda _d, _t, _m: time.sleep(0.3) or [])
    started = time.monotonic()
    running = asyncio.create_task(actions.request(json=call("slow")))
    await asyncio.sleep(0.01)
    assert time.monotonic() - started < 0.2
    await running


async def test_an_action_that_takes_too_long_fails(actions: LocalActions) -> None:
    actions._runner.executor.register_function("stuck", lambda _d, _t, _m: time.sleep(0.8) or [])
    with pytest.raises(TimeoutError):
        await actions.request(json=call("stuck"))


async def test_a_rejection_reads_like_an_action_servers(actions: LocalActions) -> None:
    def reject(_d: Any, _t: Any, _m: Any) -> None:
        raise ActionExecutionRejection("picky", "not now")

    actions._runner.executor.register_function("picky", reject)
    with pytest.raises(ClientResponseError) as rejected:
        await actions.request(json=call("picky"))
    assert rejected.value.status == 400


async def test_an_error_of_an_action_is_raised(actions: LocalActions) -> None:
    def fail(_d: Any, _t: Any, _m: Any) -> None:
        raise ZeroDivisionError

    actions._runner.executor.register_function("fail", fail)
    with pytest.raises(ZeroDivisionError):
        await actions.request(json=call("fail"))
