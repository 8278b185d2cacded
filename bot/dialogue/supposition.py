"""The profile that a "what if" supposes, and its words."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue import echo
from bot.dialogue.interview import changed

Profile = Mapping[str, Any]


def suppose(profile: Profile, supposed: Profile, factor: float | None, adds: bool) -> dict[str, Any] | None:
    """The profile with what is supposed, its volume multiplied; None where there is no volume to multiply."""
    new = changed(profile, supposed, adds)
    if factor is None:
        return new
    scaled = {key: _times(profile[key], factor) for key in ("volume", "employees") if profile.get(key) is not None}
    return {**new, **scaled} if scaled else None


def words(before: Profile, after: Profile) -> list[str]:
    """What is supposed, a phrase each: "about 16,000 calls a month"."""
    moved = {key: value for key, value in after.items() if value != before.get(key)}
    if "volume" in moved:
        moved |= {key: after[key] for key in ("unit", "period") if after.get(key) is not None}
    return echo.phrases(moved)


def _times(value: Any, factor: float) -> Any:
    if isinstance(value, list | tuple):
        return [_times(one, factor) for one in value]
    product = round(value * factor, 2)
    return int(product) if product == int(product) else product
