"""Slips of one letter in words the pattern files know ("custmer", "acounting", "recieve")."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from bot.reading.ruler import all_patterns

_SHORTEST = 6  # letters; shorter words have too many real neighbors
_ENDINGS = ("s", "d", "r", "y", "n", "e", "es", "ed", "er", "ly", "ing", "ion", "al")


@lru_cache(maxsize=1)
def vocabulary() -> frozenset[str]:
    """Every literal word of the pattern files."""
    words: set[str] = set()
    for pattern in all_patterns():
        for token in pattern["pattern"]:
            lower = token.get("LOWER")
            if isinstance(lower, str):
                words.add(lower)
            elif isinstance(lower, dict):
                words.update(lower.get("IN", []))
    return frozenset(words)


@lru_cache(maxsize=1)
def _real() -> frozenset[str]:
    data = yaml.safe_load((Path(__file__).parent / "spelling.yml").read_text(encoding="utf-8"))
    return frozenset(data["correct"])


@lru_cache(maxsize=1)
def _by_slip() -> dict[str, str]:
    """Every way to drop one letter of a pattern word, or to swap two neighbors; ambiguous slips are left out."""
    slips: dict[str, str] = {}
    for word in sorted(vocabulary()):
        if len(word) < _SHORTEST or not word.isalpha():
            continue
        for slip in _dropped(word) | _swapped(word):
            slips[slip] = "" if slip in slips else word
    return slips


def _dropped(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(1, len(word))}


def _swapped(word: str) -> set[str]:
    return {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)}


@lru_cache(maxsize=8192)
def corrected(word: str) -> str:
    """The pattern word this one misspells by a letter left out, doubled or swapped; else the word itself.

    A wrong letter is not corrected: too many real words are one letter from another ("saying", "saving").
    """
    if len(word) < _SHORTEST - 1 or not word.isalpha() or word in vocabulary() or word in _real():
        return word
    slip = _by_slip().get(word)
    if slip:
        return word if _inflected(word, slip) else slip
    for shorter in sorted(_dropped(word)):
        if len(shorter) >= _SHORTEST and shorter in vocabulary() and not _inflected(word, shorter):
            return shorter
    return word


def _inflected(word: str, other: str) -> bool:
    """Whether the two are forms of one word, not a slip."""
    return any(word == other + ending or other == word + ending for ending in _ENDINGS)
