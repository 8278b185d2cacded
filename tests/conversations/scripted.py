"""A scripted visitor: knows a profile, and says of it what is asked, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.dialogue import echo
from bot.reading import GROUPS, choices


def answer(group: str, profile: Mapping[str, Any]) -> str:
    """The visitor's words about a slot group: a choice where one says it all, else its parts; "skip" for nothing."""
    mine = {key: profile[key] for key in GROUPS[group] if profile.get(key) not in (None, [])}
    if not mine:
        return "skip"
    whole = [choice.title for choice in choices(group) if choice.profile == mine]
    return whole[0] if whole else ", ".join(_part(group, key, mine) for key in mine if key not in ("unit", "period"))


def _part(group: str, key: str, mine: Mapping[str, Any]) -> str:
    if key == "volume":
        return echo.volume(mine)
    known = [choice.title for choice in choices(group) if choice.profile == {key: mine[key]}]
    return known[0] if known else echo.phrases({key: mine[key]})[0]
