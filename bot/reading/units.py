"""The words of patterns/units.yml."""

from __future__ import annotations

from functools import lru_cache

from bot.reading.ruler import read_yaml


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, dict[str, str]]:
    """Word -> unit, word -> period, word -> duration of patterns/units.yml."""
    data = read_yaml("units")
    return {
        section: {str(word): name for name, words in data[section].items() for word in words}
        for section in ("units", "periods", "duration")
    }


@lru_cache(maxsize=16)
def words_of(name: str) -> frozenset[str]:
    """A plain word list of patterns/units.yml."""
    return frozenset(str(word) for word in read_yaml("units")[name])
