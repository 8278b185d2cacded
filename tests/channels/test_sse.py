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
        'event: message\nid: 1\ndata: {"text": "a\\nb"}\n\n',
        'event: message\nid: 2\ndata: {"text": "c\\u2028\\r"}\n\n',
        "event: done\ndata: {}\n\n",
    ]


async def test_a_client_whose_stream_broke_gets_what_it_has_not() -> None:
    found = [frame async for frame in sse.frames(answer(), told, after=1)]
    assert [frame.splitlines()[:2] for frame in found[1:]] == [["event: message", "id: 2"], ["event: done", "data: {}"]]
    assert [frame async for frame in sse.frames(answer(), told, after=9)] == [found[0], found[-1]]


@pytest.mark.parametrize(("header", "count"), [("", 0), ("2", 2), ("-1", 0), ("x", 0), ("\u0662", 0), ("99999999", 0)])
def test_what_is_no_id_of_ours_means_that_nothing_was_seen(header: str, count: int) -> None:
    assert sse.seen(header) == count


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
