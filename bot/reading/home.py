"""Where the customers are and where agents may sit, from countries and location words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from bot.reading.clauses import Clause
from bot.reading.mention import Mention
from bot.reading.ruler import read_yaml


@lru_cache(maxsize=1)
def _places() -> dict[str, Any]:
    return read_yaml("places")


def european_countries() -> frozenset[str]:
    """Codes of the EU's countries, and "EU"."""
    return frozenset(_places()["eu"])


def _role(place: Mention, clause: Clause, clauses: Sequence[Clause], words: list[str], asked: str | None) -> str | None:
    """`customers`, `agents` or None (where today's provider is, or a passing mention)."""
    data = _places()
    hub = data["places"][place.value].get("hub")
    if asked == "data" and not hub:
        return "customers"
    before = words[max(clause.start, place.start - 5) : place.start]
    after = words[place.end : min(clause.end, place.end + 5)]
    after = after[: next((at for at, word in enumerate(after) if word in data["turns"]), len(after))]
    said = set(words[place.start : place.end])
    near = set(before) | set(after) | said
    teams = set(data["teams"])
    todays = set(before[-3:]) & set(data["current"]) or (set(before) & set(data["today"]) and near & teams)
    if todays and asked != "home" and not near & set(data["wishes"]):
        return None  # "our team in Bulgaria has been great"
    if set(after[:1]) & set(data["current"]) and (hub or asked == "setup"):
        return None  # "a Manila agency"
    behind = after[1:2] if after[:1] == ["based"] else after[:1]
    if before[-1:] == ["in"] and set(before[-2:-1]) & teams and before[-3:-2] and before[-3][0].isdigit():
        return None if hub else "customers"  # "85 staff in Canada"
    if {*behind, *said} & teams:
        return "agents"  # "US based staff"
    if after[:1] == ["not"] and len(after) > 1:
        return "customers"  # "it's the US, not Canada"
    if before[-2:] == ["back", "to"] or before[-3:-1] == ["back", "to"]:
        return "agents"  # "bring it back to the States"
    customers = bool(near & set(data["customers"])) and not near & {"agents", "agent", "seats"}
    if customers:
        return "customers"
    firm = near & {"must", "has", "have", "need", "needs", "inside", "stay", "back"}
    if near & set(data["agents"]) and (
        asked != "home" or firm or hub or near & {"agents", "team", "staff", "people", "sit"}
    ):
        return "agents"
    if set(before) & {"we", "i", "am"} and "in" in before:
        return "customers"
    if asked == "home":
        return "agents" if hub else "customers"
    others = words[clause.start : place.start] + words[place.end : clause.end]
    alone = not others or {others[0], others[-1]} & {"and", "or", "plus", "only"}
    return "customers" if alone and not hub else None  # "US and Canada"


def nearness(place: str, home: str) -> str:
    """`onshore`, `nearshore` or `offshore` of a place for a home market."""
    data = _places()
    if place == home or (home == "EU" and place in data["eu"] and not data["places"][place].get("hub")):
        return "onshore"
    region = "EU" if home in data["eu"] else home
    return "nearshore" if region in data["places"][place].get("near", []) else "offshore"


def read_places(
    places: Sequence[Mention],
    clause_of: dict[Mention, Clause],
    clauses: Sequence[Clause],
    words: list[str],
    asked: str | None,
) -> dict[str, Any]:
    """`home` and `location_pref` from the countries named; a must about one's own country is both."""
    data = _places()
    homes: list[str] = []
    seats: list[str] = []
    for place in places:
        role = _role(place, clause_of[place], clauses, words, asked)
        if role == "customers":
            homes.append(place.value)
        elif role == "agents":
            seats.append(place.value)
    profile: dict[str, Any] = {}
    homes = list(dict.fromkeys(homes))
    if homes:
        europe = len(homes) > 1 and all(code in data["eu"] for code in homes)
        profile["home"] = "EU" if europe else homes[0]
    if seats:
        hub = data["places"][seats[0]].get("hub")
        if not homes and not hub and seats[0] != "EU":
            profile["home"] = seats[0]
        near_home = profile.get("home") or ("US" if hub else seats[0])
        profile["location_pref"] = nearness(seats[0], near_home)
    return profile
