"""Replies as events: typing at once, signs of life while it takes long, the replies together, and an end."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any

import pytest

from bot.channels import sse

REPLIES = [{"text": "a\nb"}, {"text": "c\u2028\r"}]


async def answer(seconds: float = 0.0, failure: Exception | None = None) -> list[dict[str, Any]]:
    await asyncio.sleep(seconds)
    if failure:
        raise failure
    return REPLIES


async def told(error: Exception) -> dict[str, Any]:
    return {"status": 503, "detail": str(error)}


async def test_typing_comes_first_then_the_replies_then_the_end() -> None:
    assert [frame async for frame in sse.frames(answer(), told)] == [
        "event: typing\ndata: {}\n\n",
        'event: message\ndata: {"text": "a\\nb"}\n\n',
        'event: message\ndata: {"text": "c\\u2028\\r"}\n\n',
        "event: done\ndata: {}\n\n",
    ]


async def test_while_it_takes_long_there_are_signs_of_life() -> None:
    found = [frame async for frame in sse.frames(answer(0.5), told, pause=0.1)]
    assert 2 <= found.count(sse.HEARTBEAT) <= 5 and found[1] == sse.HEARTBEAT and found[-1].startswith("event: done")
    assert sse.HEARTBEAT.startswith(":") and sse.PAUSE == 10


async def test_a_failure_is_an_event_and_the_last() -> None:
    found = [frame async for frame in sse.frames(answer(failure=ValueError("no")), told)]
    assert found[1:] == ['event: error\ndata: {"status": 503, "detail": "no"}\n\n']


async def test_who_hangs_up_is_waited_for_no_longer() -> None:
    working = asyncio.ensure_future(answer(60.0))
    async with aclosing(sse.frames(working, told)) as frames:
        assert await anext(frames) == sse.frame("typing", {})
    with pytest.raises(asyncio.CancelledError):
        await working


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("text/event-stream", True),
        ("application/json, Text/Event-Stream;q=0.9", True),
        ("*/*", False),
        ("text/*", False),
        ("", False),
        ("text/event-streams", False),
    ],
)
def test_a_client_has_to_name_them(accept: str, wanted: bool) -> None:
    assert sse.wanted(accept) is wanted
