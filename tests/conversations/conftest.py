"""Whole conversations with the trained bot in this process, and a look at its slots."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.evaluate.players import LocalPlayer, new_conversation


class Conversation:
    """One visitor's conversation."""

    def __init__(self, player: LocalPlayer) -> None:
        self._player, self.name = player, new_conversation()
        self.replies: list[Any] = []

    def say(self, text: str) -> None:
        self.replies = self._player.send(self.name, text)

    @property
    def question(self) -> dict[str, Any] | None:
        """The metadata of the question that is put."""
        return next((r["metadata"] for r in self.replies if r["metadata"]["kind"] == "question"), None)

    @property
    def asked(self) -> str | None:
        return self.question["slot"] if self.question else None

    @property
    def recommendation(self) -> dict[str, Any] | None:
        kinds = (r["metadata"] for r in self.replies if r["metadata"]["kind"] == "recommendation")
        return next((metadata["recommendation"] for metadata in kinds), None)

    @property
    def slots(self) -> dict[str, Any]:
        stored = self._player._loop.run_until_complete(self._player._agent.tracker_store.retrieve(self.name))
        return dict(stored.current_slot_values()) if stored else {}


@pytest.fixture(scope="session")
def player() -> Iterator[LocalPlayer]:
    with LocalPlayer() as playing:
        yield playing


@pytest.fixture(scope="session")
def begin(player: LocalPlayer) -> Callable[[], Conversation]:
    """Begins conversations."""
    return lambda: Conversation(player)
