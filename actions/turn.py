"""What an action sees of the turn it runs in, and how it replies."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher


def act(tracker: Tracker) -> dict[str, Any]:
    """What was understood of the latest message (see `bot.dialogue.act.as_event`)."""
    found: dict[str, Any] = tracker.latest_message.get("act") or {}
    return found


def intent(tracker: Tracker) -> str:
    """The intent of the latest message."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def message_id(tracker: Tracker) -> str:
    """The id of the latest message; side effects carry it, so that they happen once."""
    uttered: dict[str, Any] = next((event for event in reversed(tracker.events) if event.get("event") == "user"), {})
    return str(uttered.get("message_id") or f"{tracker.sender_id}:{len(tracker.events)}")


def buttons(titles: Sequence[str]) -> list[dict[str, str]]:
    """Buttons whose payload is their title: plain text that a visitor could have typed."""
    return [{"title": title, "payload": title} for title in titles]


def say(dispatcher: CollectingDispatcher, kind: str, text: str, titles: Sequence[str] = (), **metadata: Any) -> None:
    """Reply with one message of a `kind` of the REST contract."""
    dispatcher.utter_message(text=text, buttons=buttons(titles), metadata={"kind": kind, **metadata})
