"""One HTTP request that takes a letter."""

from __future__ import annotations

from collections.abc import Mapping

import aiohttp

from bot.handoff.carrier import SECONDS, Undelivered

_TAKEN = range(200, 300)


async def post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Post JSON; raise Undelivered unless the answer is 2xx. A redirection is none: it could lead anywhere."""
    named = {"Content-Type": "application/json", **headers}
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as session,
            session.post(url, data=body, headers=named, allow_redirects=False) as answer,
        ):
            status = answer.status
    except (TimeoutError, aiohttp.ClientError) as error:  # some of them repeat the address
        raise Undelivered(type(error).__name__) from None
    if status not in _TAKEN:
        raise Undelivered(f"HTTP status {status}")
