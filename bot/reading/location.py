"""Where agents may sit, in words, and how firm the wish is."""

from __future__ import annotations

from typing import Any

from bot.reading import slots
from bot.reading.message import Part
from bot.reading.reading import Ambiguity


def read_location(part: Part, profile: dict[str, Any], asked: str | None) -> list[Ambiguity]:
    """Adds where agents may sit and how firm that is; "near us" must be asked."""
    said = slots.values(part.mentions, "location_pref")
    near = "near" in said
    said = [value for value in said if value != "near"]
    if len(said) > 1 and "any" in said:
        said = [value for value in said if value != "any"]
    if said == ["any"] and asked == "data":  # where it is kept
        profile.setdefault("residency", "none")
        said = []
    if profile.get("residency") == "in_region":
        profile.pop("location_pref", None)
        if asked == "home" and profile.get("home") == "EU":
            profile.pop("home")
    elif len(said) == 1:
        profile["location_pref"] = said[0]
    unclear: list[Ambiguity] = []
    if len(said) > 1:
        unclear.append(Ambiguity("home", [{"location_pref": value} for value in said]))
    elif near and not said:
        unclear.append(Ambiguity("home", [{"location_pref": "nearshore"}, {"location_pref": "onshore"}]))
    strength = _strength(part)
    if strength and ("location_pref" in profile or "location" in part.said()):
        profile["location_strength"] = strength
    return unclear


def _strength(part: Part) -> str | None:
    """`must` or `prefer` beside a place, or in a clause that says nothing else."""
    for value in ("must", "prefer"):
        for mention in part.mentions:
            if mention.key != "location_strength" or mention.value != value:
                continue
            clause = part.clause_of[mention]
            beside = {m.key for m in part.mentions if part.clause_of[m] is clause} - {"location_strength"}
            others = {key for key in beside if not key.startswith("ambiguous")}
            if not others or others & {"place", "location_pref", "residency"}:
                return value
    return None
