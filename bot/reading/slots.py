"""From stated mentions to the values of single keys: which of several wins, what two together mean."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.mention import Mention

_CHANNELS = {
    "tickets": ["chat", "email"], "digital": ["chat", "email"], "all": ["voice", "email", "chat", "social"],
}  # fmt: skip
_HOURS = ("24x7", "extended", "business")
_PEAKS = ("seasonal", "spiky", "steady")
_AI = ("no", "assist", "unknown", "yes")
_HARD = ("expert", "technical")


def values(mentions: Sequence[Mention], key: str) -> list[str]:
    """The values said for a key, each once, in the order of the text."""
    return list(dict.fromkeys(m.value for m in mentions if m.key == key))


def channels(said: list[str]) -> list[str]:
    """Channels, with "everything" and "tickets" spelled out."""
    return list(dict.fromkeys(channel for value in said for channel in _CHANNELS.get(value, [value])))


def hours(said: list[str], times: str | None) -> str | None:
    """The widest cover named."""
    found = [*said, *([times] if times else [])]
    return next((value for value in _HOURS if value in found), None)


def peaks(said: list[str]) -> str | None:
    """Seasons outweigh single spikes, both outweigh "steady"."""
    return next((value for value in _PEAKS if value in said), None)


def complexity(said: list[str]) -> str | None:
    """One value as said; simple and hard together are mixed."""
    if len(said) <= 1:
        return said[0] if said else None
    if "mixed" in said or "routine" in said:
        return "mixed"
    return next(value for value in _HARD if value in said)


def ai_ok(said: list[str]) -> str | None:
    """The most careful answer named; "yes" and "no" at once leave people in front and AI behind."""
    if "yes" in said and "no" in said:
        return "assist"
    return next((value for value in _AI if value in said), None)


def data(said: list[str], european: bool) -> list[str]:
    """Kinds of data; "none" only when nothing else is named."""
    kinds = [value for value in said if value != "none"]
    if european and "eu_personal" not in kinds:
        kinds.append("eu_personal")
    return kinds or said


def priority(said: list[str]) -> str | list[str] | None:
    """The first priority, or the first two."""
    if not said:
        return None
    return said[0] if len(said) == 1 else said[:2]
