"""Typing errors put into texts on purpose, to measure what they cost."""

import random
import re

_WORD = re.compile(r"[a-z]{4,}", re.IGNORECASE)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def misspell(text: str, errors: int, draw: random.Random) -> str:
    """`text` with typing errors in as many different words of four letters or more, or in all where there are fewer."""
    words = list(_WORD.finditer(text))
    for word in sorted(draw.sample(words, min(errors, len(words))), key=lambda found: -found.start()):
        text = text[: word.start()] + _mistyped(word.group(), draw) + text[word.end() :]
    return text


def _mistyped(word: str, draw: random.Random) -> str:
    """A word with two letters swapped, one left out, one doubled, or one hit beside its key."""
    while True:
        place = draw.randrange(len(word) - 1)
        before, here, after = word[:place], word[place], word[place + 1 :]
        made = draw.choice(
            [
                before + after[0] + here + after[1:],
                before + after,
                before + here + here + after,
                before + _beside(here, draw) + after,
            ]
        )
        if made != word:
            return made


def _beside(letter: str, draw: random.Random) -> str:
    row = next(row for row in _ROWS if letter.lower() in row)
    place = row.index(letter.lower())
    return draw.choice(row[max(0, place - 1) : place] + row[place + 1 : place + 2])
