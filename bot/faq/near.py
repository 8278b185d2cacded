"""Examples of different entries in nearly the same words: whoever types them gets one answer or the other by chance."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import combinations

from rapidfuzz import fuzz

NEAR = 93  # of 100, whatever the order of the words
ALIKE = 82  # of 100: one word spelt in two ways ("centre", "center": 83), and not two words ("onshore", "offshore": 80)
_SMALL = frozenset(
    "a an the this that these i me my we our you your it its is are was be do does did can could will would should "
    "of in on at to for from with by as and or so please pls plz hi hey hello sir just s".split()
)


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return re.findall(r"[^\W_]+", text.lower())


def near_pairs(
    examples: Iterable[tuple[str, str]], of: Set[str] = frozenset()
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs of (owner, text) that are nearly the same: same words but for small ones, order and the spelling of one.

    Another word, also another abbreviation, makes another question: "what is kpo", "what is lpo". With `of`, only pairs
    that share their words with an example of these owners.
    """
    shelves: dict[tuple[str, ...], list[tuple[str, str, str]]] = defaultdict(list)
    for owner, text in sorted(examples, key=lambda example: example[0] not in of):  # those asked for open the shelves
        content = sorted(word for word in words(text) if word not in _SMALL)
        for place, word in enumerate(content):
            others = tuple(content[:place] + content[place + 1 :])
            if not of or owner in of or others in shelves:
                shelves[others].append((owner, text, word))
    seen: set[tuple[str, str]] = set()
    for shelf in shelves.values():
        for (owner, text, word), (other_owner, other_text, other_word) in combinations(shelf, 2):
            if owner == other_owner or (text, other_text) in seen:
                continue
            if fuzz.ratio(word, other_word, score_cutoff=ALIKE) and _near(text, other_text):
                seen |= {(text, other_text), (other_text, text)}
                yield (owner, text), (other_owner, other_text)


def _near(text: str, other: str) -> bool:
    one, two = words(text), words(other)
    return one != two and bool(fuzz.token_sort_ratio(_joined(one), _joined(two), score_cutoff=NEAR))


def _joined(found: Sequence[str]) -> str:
    return " ".join(found)
