"""What an answer says without a value of its own: denials ("no phones") and open words ("support")."""

from __future__ import annotations

from typing import Any

from bot.reading.mention import Mention
from bot.reading.message import Part
from bot.reading.reading import GROUPS, Ambiguity


def read_denials(part: Part, profile: dict[str, Any], fuzzy: set[str], asked: str | None) -> list[Ambiguity]:
    """What a denial says by itself, when the denied group is the one asked."""
    no: dict[str, list[Mention]] = {}
    for mention in part.denied:
        no.setdefault(mention.key, []).append(mention)
    if asked == "data" and "data" in no and "data" not in profile:
        profile["data"] = ["none"]
        fuzzy.add("data")
    if asked == "hours" and "hours" not in profile and any(m.value == "extended" for m in no.get("hours", [])):
        profile["hours"] = "business"
        fuzzy.add("hours")
    if asked == "hours" and "peaks" in no and "peaks" not in profile:
        profile["peaks"] = "steady"
    if "continuity" not in profile and any(m.value == "ongoing" for m in no.get("continuity", [])):
        profile["continuity"] = "one_off"
    if asked == "hours" and "continuity" not in profile and any(m.value == "one_off" for m in no.get("continuity", [])):
        profile["continuity"] = "ongoing"
    if "ai_ok" in no and "ai_ok" not in profile and any(m.value == "yes" for m in no["ai_ok"]):
        profile["ai_ok"] = "no"
    if (
        "location_pref" in no
        and "location_pref" not in profile
        and any(m.value == "offshore" for m in no["location_pref"])
    ):
        profile["location_pref"] = "onshore"
    if asked == "channels" and "channels" in no and "channels" not in profile:
        left = [c for c in ("voice", "email", "chat") if c not in {m.value for m in no["channels"]}]
        return [Ambiguity("channels", [{"channels": left}])]
    return []


def read_open_words(part: Part, profile: dict[str, Any], asked: str | None) -> list[Ambiguity]:
    """Words such as "support" or "normal" that leave the asked group open."""
    if asked is None or any(key in profile for key in GROUPS[asked]):
        return []
    for mention in part.mentions:
        if mention.key == f"ambiguous.{asked}":
            pairs = [pair.strip().split("=") for pair in mention.value.split(",") if "=" in pair]
            listed = ("work", "channels", "data")
            return [Ambiguity(asked, [{k: [v] if k in listed else v} for k, v in pairs])]
    return []
