"""Which earlier answers a message wants to change, without saying the new ones."""

from __future__ import annotations

from bot.reading.cues import find, match_at
from bot.reading.ruler import find_mentions
from bot.reading.text import normalize, tokenize

_LONGEST = 9  # words; a longer message tells something


def read_change(text: str) -> tuple[str, ...] | None:
    """The slot groups to ask again ("change the volume"), empty when none is named; None for another message."""
    words = [token[0] for token in tokenize(normalize(text))]
    asks = any(match_at(words, start, "change_answer") for start in range(min(len(words), 4)))
    if not asks or len(words) > _LONGEST:
        return None
    groups = tuple(dict.fromkeys(m.value for m in find_mentions(words, frozenset()) if m.key == "group"))
    return groups if groups or find(words, "answers") is not None else None
