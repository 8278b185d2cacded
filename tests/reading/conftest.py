"""What the reading tests share: one reader, and what counts as right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.reading import Reader

# The order in which these are named means nothing.
SETS = ("work", "channels", "data", "languages", "priority")


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="session")
def is_right():
    return _is_right


@pytest.fixture(scope="session")
def shared(shared: Path) -> Path:
    """Of the shared development data, what readings are evaluated with."""
    return shared / "eval"


def _is_right(profile: dict[str, Any], expected: dict[str, Any], may: list[dict[str, Any]]) -> bool:
    """Whether the profile is the expected one; a key of `may` may have that value too, or be absent if not expected."""
    options: dict[str, list[Any]] = {key: [value] for key, value in _unordered(expected).items()}
    for also in may:
        for key, value in _unordered(also).items():
            options.setdefault(key, [None]).append(value)
    got = _unordered(profile)
    return set(got) <= set(options) and all(got.get(key) in values for key, values in options.items())


def _unordered(profile: dict[str, Any]) -> dict[str, Any]:
    return {k: sorted(v) if k in SETS and isinstance(v, list) else v for k, v in profile.items()}
