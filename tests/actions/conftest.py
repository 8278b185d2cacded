"""Collaborators by hand, and what was said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from bot.faq import FaqCatalog, FaqEntry
from bot.storage import Assessment

NOW = datetime(2026, 11, 27, tzinfo=UTC)


class Store:
    """A repository by hand: keeps rows in lists, one assessment a message."""

    def __init__(self) -> None:
        self.assessments: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {}
        self.by_id: dict[str, Assessment] = {}
        self.unanswered: list[dict[str, Any]] = []
        self.token: str | None = "token"

    def save_assessment(
        self,
        conversation: str,
        message: str,
        profile: dict[str, Any],
        recommendation: dict[str, Any],
        readable: timedelta,
    ) -> Assessment:
        self.assessments.setdefault(message, (conversation, profile, recommendation))
        id, expires = f"assessment of {message}", NOW + readable
        kept = Assessment(id, conversation, NOW, profile, recommendation, self.token, expires if self.token else None)
        self.by_id[id] = kept
        return kept

    def assessment(self, id: str) -> Assessment | None:
        return self.by_id.get(id)

    def record_unanswered(
        self, conversation: str, message: str, text: str, reason: str, guess: str | None, score: float | None
    ) -> None:
        row = {"conversation": conversation, "message": message, "text": text}
        self.unanswered.append({**row, "reason": reason, "guess": guess, "score": score})


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def catalog() -> FaqCatalog:
    """Five entries, `one` to `five`; all but the last are about costs."""
    slugs = ("one", "two", "three", "four", "five")
    return FaqCatalog({slug: _entry(slug, "future" if slug == "five" else "costs") for slug in slugs})


def _entry(slug: str, topic: str) -> FaqEntry:
    return FaqEntry(slug, f"What is {slug}?", topic, f"{slug} is so.", (), (), "2026-11-21", (), ())


@pytest.fixture
def reply(dispatcher: CollectingDispatcher) -> Callable[[], dict[str, Any]]:
    """The one reply of the turn."""

    def one() -> dict[str, Any]:
        [message] = dispatcher.messages
        return dict(message)

    return one


@pytest.fixture
def titles() -> Callable[[dict[str, Any]], list[str]]:
    """The buttons of a reply, each of which is text that a visitor could have typed."""

    def of(message: dict[str, Any]) -> list[str]:
        assert all(button["payload"] == button["title"] for button in message["buttons"])
        return [button["title"] for button in message["buttons"]]

    return of


@pytest.fixture
def slots() -> Callable[[Iterable[dict[str, Any]]], dict[str, Any]]:
    """The slots that events set, the last one winning."""

    def of(events: Iterable[dict[str, Any]]) -> dict[str, Any]:
        return {event["name"]: event["value"] for event in events if event["event"] == "slot"}

    return of
