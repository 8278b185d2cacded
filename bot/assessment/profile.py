"""The profile: what a visitor has told us, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from bot.assessment.answer import Amount, AnswerError, read
from bot.assessment.tables import table


class ProfileError(ValueError):
    """A profile cannot be read; `problems` lists every key that is wrong and what to write instead."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Profile:
    """A visitor's answers. None, or an empty list, is an answer not given. Values: tables/answers.yml.

    Volume is in `unit` per `period`; `aht` in minutes; `budget_month` in US dollars a month.
    """

    work: tuple[str, ...] = ()
    volume: Amount | None = None
    unit: str | None = None
    period: str | None = None
    aht: float | None = None
    employees: float | None = None
    setup: str | None = None
    priority: tuple[str, ...] = ()
    budget_month: Amount | None = None
    data: tuple[str, ...] = ()
    residency: str | None = None
    hours: str | None = None
    peaks: str | None = None
    continuity: str | None = None
    complexity: str | None = None
    ai_ok: str | None = None
    channels: tuple[str, ...] = ()
    home: str | None = None
    languages: tuple[str, ...] = ()
    location_pref: str | None = None
    location_strength: str | None = None

    @classmethod
    def from_dict(cls, answers: Mapping[str, Any]) -> Profile:
        """Read a profile from JSON; raise `ProfileError` with all problems at once."""
        if not isinstance(answers, Mapping):
            raise ProfileError([f'a profile is an object with keys such as "work", not {type(answers).__name__}'])
        rows = table("answers")
        problems: list[str] = []
        read_answers: dict[str, Any] = {}
        for key, value in answers.items():
            if key not in rows:
                near = get_close_matches(str(key), rows, 1)
                problems.append(f"{key}: not a key of a profile; " + (f"write {near[0]}" if near else "leave it out"))
            elif value is not None:
                try:
                    read_answers[key] = read(key, rows[key], value)
                except AnswerError as error:
                    problems.append(f"{key}: {error}")
        if problems:
            raise ProfileError(problems)
        return cls(**read_answers)

    @cached_property
    def given(self) -> frozenset[str]:
        """The keys that were answered."""
        return frozenset(key for key in self.__dataclass_fields__ if getattr(self, key) not in (None, ()))

    def changed(self, change: Mapping[str, Any]) -> Profile:
        """Return the profile with some answers replaced; null takes an answer away. Values must be valid."""
        return replace(self, **{key: _held(key, value) for key, value in change.items()})

    def to_dict(self) -> dict[str, Any]:
        """Return the given answers as JSON would hold them."""
        given = self.given
        return {key: shown(key, getattr(self, key)) for key in table("answers") if key in given}


def shown(key: str, value: Any) -> Any:
    """Return an answer as JSON would hold it: lists for tuples, a single priority as a word."""
    if key == "priority" and len(value) == 1:
        return value[0]
    return list(value) if isinstance(value, tuple) else value


def _held(key: str, value: Any) -> Any:
    listed = {"work", "priority", "data", "channels", "languages"}
    if value is None:
        return () if key in listed else None
    if key in listed and isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value
