"""The buttons to offer for each slot group, and what each one means."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Choice:
    """A button: its title, which is also what a visitor may type, and the partial profile it stands for."""

    title: str
    profile: dict[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _all() -> dict[str, tuple[Choice, ...]]:
    data = yaml.safe_load((Path(__file__).parent / "choices.yml").read_text(encoding="utf-8"))["choices"]
    return {group: tuple(Choice(c["title"], c["profile"]) for c in listed) for group, listed in data.items()}


def choices(group: str) -> list[Choice]:
    """The choices of a slot group, in the order to show them. Raises KeyError for an unknown group."""
    return list(_all()[group])


def exact_choice(text: str, group: str) -> Choice | None:
    """The choice whose title this text is, letter case and outer spaces apart; the asked group's first."""
    title = text.strip().casefold()
    groups = [group, *(other for other in _all() if other != group)]
    return next((c for name in groups for c in _all()[name] if c.title.casefold() == title), None)
