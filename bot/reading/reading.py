"""What one message says, in the profile's terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

GROUPS: dict[str, tuple[str, ...]] = {
    "work": ("work",),
    "volume": ("volume", "unit", "period", "aht", "employees"),
    "setup": ("setup",),
    "priority": ("priority", "budget_month"),
    "data": ("data", "residency"),
    "hours": ("hours", "peaks", "continuity"),
    "complexity": ("complexity", "ai_ok"),
    "channels": ("channels",),
    "home": ("home", "languages", "location_pref", "location_strength"),
}


@dataclass(frozen=True)
class Ambiguity:
    """A slot group about which one must ask, and the partial profiles the words could mean (may be empty)."""

    group: str
    readings: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """The result of reading one message.

    `profile` has the keys and values of the profile in docs; only what was said. `fuzzy` names keys read from a vague
    phrase, to be echoed. `ambiguous` lists what must be asked. `what_if` is what a hypothetical ("if we allowed
    AI?") supposes: to re-score with, not to keep. `adds`: lists are to be added to what is known ("email too").
    """

    profile: dict[str, Any] = field(default_factory=dict)
    fuzzy: frozenset[str] = frozenset()
    ambiguous: tuple[Ambiguity, ...] = ()
    what_if: dict[str, Any] = field(default_factory=dict)
    adds: bool = False

    def covers(self, group: str) -> bool:
        """Whether any key of the slot group was filled. Raises KeyError for an unknown group."""
        return any(key in self.profile for key in GROUPS[group])

    def to_dict(self) -> dict[str, Any]:
        """The reading as JSON-serialisable data."""
        return {
            "profile": self.profile,
            "fuzzy": sorted(self.fuzzy),
            "ambiguous": [{"group": a.group, "readings": a.readings} for a in self.ambiguous],
            "what_if": self.what_if,
        }
