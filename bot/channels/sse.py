"""Replies as server-sent events: that the bot works on them, the replies, and that these were all."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

CONTENT_TYPE = "text/event-stream"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # the latter for nginx, which would keep them back
PAUSE = 10.0  # seconds between signs of life
HEARTBEAT = ": working\n\n"  # a comment, which clients skip and proxies count


def wanted(accept: str) -> bool:
    """Whether an Accept header names server-sent events."""
    return any(kind.split(";")[0].strip().lower() == CONTENT_TYPE for kind in accept.split(","))


def frame(event: str, data: Any, number: int | None = None) -> str:
    """One event; its data as JSON, which is one line."""
    name = "" if number is None else f"id: {number}\n"
    return f"event: {event}\n{name}data: {json.dumps(data)}\n\n"


def seen(last_event_id: str) -> int:
    """How many replies a client has already, by its Last-Event-ID header; 0 for what is no id of ours."""
    return int(last_event_id) if last_event_id.isascii() and last_event_id.isdigit() and len(last_event_id) < 5 else 0


async def frames(
    answer: Awaitable[list[dict[str, Any]]],
    problem: Callable[[Exception], Awaitable[dict[str, Any]]],
    pause: float = PAUSE,
    after: int = 0,
) -> AsyncGenerator[str, None]:
    """The events of an answer, which is stored when the first `message` is there.

    `typing`, comments while it takes long, a `message` for each reply and `done`; or `error` with what `problem` makes of it.
    Replies are numbered from 1; those up to `after` are left out, for a client whose stream broke behind them.
    """
    working = asyncio.ensure_future(answer)
    try:
        yield frame("typing", {})
        while not (await asyncio.wait({working}, timeout=pause))[0]:
            yield HEARTBEAT
        try:
            replies = working.result()
        except Exception as error:  # noqa: BLE001  whatever it is, the client is told
            yield frame("error", await problem(error))
            return
        for number, reply in enumerate(replies[after:], after + 1):
            yield frame("message", reply, number)
        yield frame("done", {})
    finally:
        working.cancel()  # the client is gone: nobody waits any more, but the turn itself goes on
