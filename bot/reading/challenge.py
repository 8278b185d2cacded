"""What a message asks about a recommendation: what if, why not, how options compare, what turns it, a part of it, or a copy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.reading.clauses import split
from bot.reading.cues import find, match_at, word_list
from bot.reading.reader import Reader
from bot.reading.ruler import find_mentions
from bot.reading.text import normalize, tokenize

WHAT_IF, WHY_NOT, COMPARE, FLIP, TAKE_AWAY = "what_if", "why_not", "compare", "flip", "take_away"
PARTS = ("cost", "people", "place", "price")  # of a recommendation, each a kind of its own
_TIMES = {
    "double": 2.0, "doubles": 2.0, "doubled": 2.0, "doubling": 2.0, "twice": 2.0,
    "triple": 3.0, "triples": 3.0, "tripled": 3.0, "tripling": 3.0, "thrice": 3.0,
    "quadruple": 4.0, "quadruples": 4.0, "quadrupled": 4.0, "tenfold": 10.0,
    "half": 0.5, "halve": 0.5, "halves": 0.5, "halved": 0.5, "quarter": 0.25, "tenth": 0.1,
}  # fmt: skip
_MOST_TIMES = 1000.0
_SHORT = 4  # words: "why not?" asks about the runner-up


@dataclass(frozen=True)
class Challenge:
    """`kind` is what_if, why_not, compare, flip (what would change it), take_away (to print, keep or send it) or one of PARTS.

    `profile` is what a "what if" supposes, `adds` whether its lists come on top of what is known, and `factor` by how
    much it multiplies the volume; `named` are the options and places that the message names, in its order.
    """

    kind: str
    profile: dict[str, Any] = field(default_factory=dict)
    factor: float | None = None
    named: tuple[str, ...] = ()
    adds: bool = False


def read_challenge(text: str, reader: Reader, finished: bool = True) -> Challenge | None:
    """What a message asks about the recommendation it follows; None when it asks something else.

    Before the recommendation (not `finished`) "what if" and "why not" may be answers, and are no challenge.
    """
    words = [token[0] for token in tokenize(normalize(text))]
    named = tuple(dict.fromkeys(m.value for m in find_mentions(words, frozenset()) if m.key == "option"))
    options = [name for name in named if name.isupper()]  # places are in lower case
    if find(words, "compare_two") is not None or (options and find(words, "compare") is not None):
        return Challenge(COMPARE, named=named)
    for kind in (FLIP, TAKE_AWAY):
        if find(words, kind) is not None:
            return Challenge(kind)
    if not finished:
        return None
    factor = _factor(words)
    reading = reader.read(text)
    supposed = reading.what_if
    if factor is not None and (_supposes(words) or find(words, "volume_changes") is not None):
        others = {key: value for key, value in supposed.items() if key not in ("volume", "unit", "period", "channels")}
        return Challenge(WHAT_IF, others, factor, named)
    if supposed:
        return Challenge(WHAT_IF, supposed, named=named, adds=reading.adds)
    if part := _part(words):
        return Challenge(part)
    goes_on = words[:1] == ["and"] and named and len(words) <= _SHORT + 2  # "and offshore?"
    if goes_on or (find(words, "why_not") is not None and (named or len(words) <= _SHORT)):
        return Challenge(WHY_NOT, named=named)
    return None


def _part(words: list[str]) -> str | None:
    """The part of the recommendation that is asked for, in a sentence or by a word or two alone; None for none."""
    if word_list("of_any").intersection(words):
        return None
    bare = [word for word in words if word.isalnum() and word not in word_list("joins")]
    for kind in PARTS:
        if find(words, f"its_{kind}") is not None or (bare and match_at(bare, 0, f"just_{kind}") == len(bare)):
            return kind
    return None


def _supposes(words: list[str]) -> bool:
    """Whether any clause of these words is a hypothesis."""
    return any(clause.mood.value == "hypothesis" for clause in split(words))


def _factor(words: list[str]) -> float | None:
    """By how much the words multiply an amount: "double" 2, "3 times" 3, "20% more" 1.2; None when they do not."""
    for place, word in enumerate(words):
        if word in _TIMES and words[place + 1 : place + 2] != ["check"]:
            return _TIMES[word]
        number = _number(words[place - 1]) if place else None
        if number is None:
            continue
        if word in ("times", "x", "fold"):
            return number if 0 < number <= _MOST_TIMES else None
        if word in ("%", "percent"):
            share = number / 100
            near = {*words[max(0, place - 5) : place], *words[place + 1 : place + 4]}
            if near & {"less", "fewer", "lower", "down", "drop", "drops", "fall", "falls", "shrink", "shrinks"}:
                return 1 - share if share < 1 else None
            if near & {"more", "higher", "up", "grow", "grows", "growth", "rise", "rises", "increase", "increases"}:
                return 1 + share
    return None


def _number(word: str) -> float | None:
    spelled = {"two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "ten": 10.0}
    try:
        return float(word)
    except ValueError:
        return spelled.get(word)
