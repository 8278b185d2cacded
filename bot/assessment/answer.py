"""Reading of one answer of a profile: its kind, its values, and what to write instead of a wrong one."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

Amount = float | tuple[float, float]

LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")
LARGEST = 1e12


class AnswerError(ValueError):
    """The answer cannot be read; the message says what to write instead."""


def read(key: str, row: Mapping[str, Any], value: Any) -> Any:
    """Return the answer in the form a `Profile` holds (lists as tuples); raise `AnswerError` otherwise."""
    kind = row["kind"]
    if kind == "choice":
        return _choice(row, value)
    if kind == "choices":
        return _list(value, lambda item: _choice(row, item), f'["{next(iter(row["values"]))}"]')
    if kind == "choice_or_two":
        return _list(value if isinstance(value, list) else [value], lambda item: _choice(row, item), "one, or two", 2)
    if kind == "codes":
        return _list(value, _code, '["en", "es"]')
    if kind == "number":
        return _number(value, above=row.get("above"))
    if kind == "amount":
        return _amount(value)
    if not isinstance(value, str) or not 0 < len(value.strip()) <= 100:
        raise AnswerError(f'{value!r:.80} is not a place; write a country or region, such as "US"')
    return value.strip()


def _choice(row: Mapping[str, Any], value: Any) -> str:
    if not isinstance(value, str) or value not in row["values"]:
        raise AnswerError(f"{value!r:.80} is not known; write one of {', '.join(row['values'])}")
    return value


def _list(value: Any, one: Any, example: str, most: int = 50) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise AnswerError(f"{value!r:.80} is not a list; write a list, such as {example}")
    if len(value) > most:
        raise AnswerError(f"{len(value)} are too many; write at most {most}")
    return tuple(dict.fromkeys(one(item) for item in value))


def _code(value: Any) -> str:
    if not isinstance(value, str) or not LANGUAGE.fullmatch(value.lower()):
        raise AnswerError(f'{value!r:.80} is not a language; write ISO codes, such as ["en", "es"]')
    return value.lower().split("-")[0]


def _number(value: Any, above: float | None = None) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or value != value
        or value in (math.inf, -math.inf)
    ):
        raise AnswerError(f"{value!r:.80} is not a number; write a plain number, such as 300")
    if value < 0 or value > LARGEST or (above is not None and value <= above):
        raise AnswerError(f"{value!r:.80} is out of range; write a number above 0")
    return value


def _amount(value: Any) -> Amount:
    if not isinstance(value, (list, tuple)):
        return _number(value)
    if len(value) != 2:
        raise AnswerError(f"{value!r:.80} is not a range; write [low, high], such as [200, 300]")
    low, high = _number(value[0]), _number(value[1])
    if low > high:
        raise AnswerError(f"{value!r:.80} runs backward; write [{high:g}, {low:g}]")
    return (low, high)
