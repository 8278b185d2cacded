"""The word sequences of patterns/cues.yml, matched against the words of a clause."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading.ruler import read_yaml, word_classes

ANY_WORD = r"[^\W_]+ "


@lru_cache(maxsize=32)
def word_list(name: str) -> frozenset[str]:
    """A plain list of single words in cues.yml."""
    return frozenset(str(word) for word in read_yaml("cues")[name])


@lru_cache(maxsize=32)
def sequences(name: str) -> re.Pattern[str]:
    """The sequences of a list in cues.yml as one expression over words that each end in a space."""
    return re.compile("|".join(_expression(str(line)) for line in read_yaml("cues")[name]))


def _expression(line: str) -> str:
    parts: list[str] = []
    for word in line.replace("(", "").replace(")", "").split():
        if word == "..":
            parts.append(f"(?:{ANY_WORD}){{0,3}}")
            continue
        choices: list[str] = []
        for part in word.rstrip("?").split("|"):
            choices += word_classes()[part[1:-1]] if part.startswith("<") else [part]
        known = ANY_WORD if choices == ["_"] else f"(?:{'|'.join(map(re.escape, choices))}) "
        parts.append(f"(?:{known})?" if word.endswith("?") else known)
    return "".join(parts)


def match_at(words: list[str], start: int, name: str) -> int:
    """How many words from `start` a sequence of the list covers; 0 when none does."""
    match = sequences(name).match(" ".join(words[start:]) + " ")
    return match.group().count(" ") if match else 0


def find(words: list[str], name: str) -> int | None:
    """Where the first sequence of the list begins in the words."""
    # A leading space makes every word begin after one.
    match = re.search(rf"(?<= )(?:{sequences(name).pattern})", " " + " ".join(words) + " ")
    return match.string[: match.start()].count(" ") - 1 if match else None
