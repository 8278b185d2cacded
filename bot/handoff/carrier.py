"""What carries letters to a destination."""

from __future__ import annotations

from typing import Protocol

from bot.handoff.letter import Letter

SECONDS = 15.0  # that a destination may take


class Undelivered(RuntimeError):
    """The destination did not take the letter. The reason names nobody and repeats nothing: it is logged."""


class Carrier(Protocol):
    """Delivers letters; one that it delivers twice has the same id both times."""

    async def deliver(self, letter: Letter) -> None:
        """Return once the destination has taken the letter over. Raises Undelivered."""
