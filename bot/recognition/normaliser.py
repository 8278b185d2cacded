"""One form for a message however it was typed: case, spelling, punctuation and typing errors."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

_WORD = re.compile(r"[^\W_]+(?:['/.&-][^\W_]+)*")
_KEEP = re.compile(r"[^\w\s'?/$%&+.,:;!()-]")
_SHORTEST = 4  # shorter words have too many neighbors to be corrected safely
_FARTHEST = {4: 1, 5: 1, 6: 2, 7: 2}  # edits allowed by length; three from eight letters on
_FIXED = 8  # examples that two neighboring words stand in together before they are a fixed expression
_COMMONER = 3  # an English word this many times as common makes its unknown neighbor a misspelling


@lru_cache
def spellings() -> dict[str, str]:
    """The table `spellings.yml`: a word as typed to the spelling used here."""
    loaded = yaml.safe_load((Path(__file__).parent / "spellings.yml").read_text("utf-8"))
    return {str(key): str(value) for key, value in loaded.items()}


def clean(text: str) -> str:
    """Lower case, one kind of quote, no emoji or control characters, single spaces, one spelling a word."""
    text = unicodedata.normalize("NFKC", text).replace("\u2019", "'").lower()
    text = " ".join(_KEEP.sub(" ", text).replace("vs.", "vs").split())
    return _WORD.sub(lambda found: _respelled(found.group()), text)


def _respelled(word: str) -> str:
    if word in spellings():
        return spellings()[word]
    return " ".join(spellings().get(part, part) for part in word.split("-"))


def key(text: str) -> str:
    """What two texts share when a person would call them the same: words only, cleaned."""
    return " ".join(re.findall(r"[^\W_]+", clean(text)))


class WordNormaliser:
    """Corrects words that neither the examples nor English know to the nearest word of the examples.

    `vocabulary` are the examples' words with their counts, `pairs` their neighboring words ("call center") with theirs;
    `is_word` tells ordinary English words, which are left alone unless the word beside them says what was meant.
    """

    def __init__(self, vocabulary: Mapping[str, int], pairs: Mapping[str, int], is_word: Callable[[str], bool]) -> None:
        self.vocabulary = vocabulary
        self.pairs = pairs
        self._targets = sorted(word for word in vocabulary if len(word) >= _SHORTEST)
        self._is_word = is_word
        self._corrected = lru_cache(maxsize=8192)(self._correct)
        self._near = lru_cache(maxsize=8192)(self._one_edit_away)

    @classmethod
    def learn(cls, texts: Iterable[str], is_word: Callable[[str], bool]) -> "WordNormaliser":
        """Learn the vocabulary from examples, leaving out the misspellings that authors put there on purpose."""
        cleaned = [_WORD.findall(clean(text)) for text in texts]
        counts = Counter(word for words in cleaned for word in words if word.isalpha())
        english = Counter({word: count for word, count in counts.items() if is_word(word)})
        known = cls(english, {}, is_word)
        # A word that is not English is a term of the field ("bpaas") or a misspelling: it is one when a much commoner
        # English word of the examples is near, or when it was seen only once.
        terms = {w: n for w, n in counts.items() if w not in english and n > 1 and english[known(w)] < _COMMONER * n}
        pairs = Counter(f"{first} {second}" for words in cleaned for first, second in pairwise(words))
        return cls(english + Counter(terms), {pair: n for pair, n in pairs.items() if n >= _FIXED}, is_word)

    @property
    def learnt(self) -> tuple[dict[str, int], dict[str, int]]:
        """What to keep: the vocabulary and the pairs."""
        return dict(self.vocabulary), dict(self.pairs)

    def __call__(self, text: str) -> str:
        """Return `text` cleaned and corrected."""
        corrected = _WORD.sub(lambda found: self._corrected(found.group()), clean(text))
        words = _WORD.findall(corrected)
        beside = iter(zip(["", *words[:-1]], [*words[1:], ""], strict=True))
        return _WORD.sub(lambda found: self._meant(found.group(), *next(beside)), corrected)

    def _meant(self, word: str, before: str, after: str) -> str:
        """A word that stands in no example, as the fixed expression has it that one edit makes of it: "cell center"."""
        if word in self.vocabulary or not word.isalpha() or len(word) < _SHORTEST - 1:
            return word
        fixed = {near: self._bond(before, near, after) for near in self._near(word)}
        best = max(fixed, key=lambda near: fixed[near], default=word)
        return best if fixed.get(best) else word

    def _bond(self, before: str, word: str, after: str) -> int:
        return self.pairs.get(f"{before} {word}", 0) + self.pairs.get(f"{word} {after}", 0)

    def _one_edit_away(self, word: str) -> list[str]:
        return [
            near for near, _, _ in process.extract(word, self._targets, scorer=OSA.distance, score_cutoff=1, limit=8)
        ]

    def _correct(self, word: str) -> str:
        if len(word) < _SHORTEST or not word.isalpha() or word in self.vocabulary or self._is_word(word):
            return word
        farthest = _FARTHEST.get(len(word), 3)
        near = process.extract(word, self._targets, scorer=OSA.distance, score_cutoff=farthest, limit=8)
        if not near:
            return word
        # Among equally near words the first letter, then the commoner word: typing errors rarely start a word.
        best = min(near, key=lambda hit: (hit[1], hit[0][0] != word[0], -self.vocabulary[hit[0]]))
        return str(best[0])
