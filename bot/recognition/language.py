"""Tells another language from English, by writing and by little words."""

import importlib.util
import re
import runpy
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from bot.recognition.words import is_known

_LANGUAGES = ("es", "fr", "de", "pt", "it", "nl", "tl", "id", "pl", "tr", "sv", "da", "nb", "fi", "ro", "hu", "cs")
_MOSTLY = 0.5
_LEAST_UNKNOWN, _LEAST_BEYOND = 3, 2  # words; two typing errors in a short question are no language
_ANYWHERE = {"ah", "eh", "ha", "oh", "ok"}  # stop words of some language, and said in all
_SHORTEST = 3  # letters; "FO vs BO" and "oh ok" are of no language
_FEW, _SEVERAL = 3, 6  # words: of so few one everyday word tells the language, of so many all must fit into one


@lru_cache(maxsize=2)
def _listed(name: str) -> frozenset[str]:
    """The words of a file of ours that are not English."""
    words = (Path(__file__).parent / f"{name}.txt").read_text("utf-8").split()
    return frozenset(word for word in words if word not in _stop_words("en") and not is_known(word))


def _everyday() -> frozenset[str]:
    """What people ask in a word or two ("magkano po?"), in the languages of those who come: no little words."""
    return _listed("everyday")


def _hinglish() -> frozenset[str]:
    """Romanized Hindi, which spaCy has no list of: words that are neither English nor names."""
    return _listed("hinglish")


@lru_cache(maxsize=1)
def foreign_words() -> frozenset[str]:
    """The stop words of seventeen languages (from spaCy) that English does not have, romanized Hindi, everyday words."""
    words = frozenset().union(*_little_words()) - _ANYWHERE
    return _hinglish() | _everyday() | {word for word in words if word not in _stop_words("en") and not is_known(word)}


@lru_cache(maxsize=1)
def _little_words() -> tuple[frozenset[str], ...]:
    """The stop words of each language, those included that English has too: German has "was"."""
    return (*(frozenset(_stop_words(code)) for code in _LANGUAGES), _hinglish())


@cache
def _stop_words(code: str) -> frozenset[str]:
    """A language's stop words; from spaCy's file alone, since importing seventeen languages takes seconds."""
    spec = importlib.util.find_spec("spacy")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("The package spacy is not installed. Run `make install`.")
    path = Path(next(iter(spec.submodule_search_locations))) / "lang" / code / "stop_words.py"
    return frozenset(runpy.run_path(str(path))["STOP_WORDS"])


def is_foreign(text: str, correct: Callable[[str], str] = str) -> bool:
    """Whether `text` is not English.

    Most letters are not Latin, or two little words and a third of all are foreign, or half of the words are unknown and
    one of all is foreign or not ASCII, or it is short and one language has all of it. `correct` mends a word's typing
    error: what it mends is not beyond English.
    """
    letters = [character for character in text if character.isalpha()]
    if not letters:
        return False
    latin = sum(1 for character in letters if unicodedata.name(character, "").startswith("LATIN"))
    if latin / len(letters) < _MOSTLY or "\u00bf" in text:
        return True
    words = re.findall(r"[^\W\d_]{2,}", text.lower())
    foreign = [word for word in words if word in foreign_words()]
    if len(foreign) >= 2 and len(foreign) * 3 >= len(words):
        return True
    if foreign and _is_short_and_foreign(words, correct):
        return True
    unknown = [word for word in words if not is_known(word)]
    hinted = any(len(word) > 2 for word in foreign) or not all(word.isascii() for word in words)
    if not hinted or len(unknown) < max(_LEAST_UNKNOWN, _MOSTLY * len(words)):
        return False
    return sum(1 for word in unknown if not is_known(correct(word))) >= _LEAST_BEYOND


def _is_short_and_foreign(words: Sequence[str], correct: Callable[[str], str]) -> bool:
    """Whether an everyday word says it, or every word is a little one of one language or beyond English."""
    if len(words) <= _FEW and any(
        len(word) > _SHORTEST and (word in _everyday() or word in _hinglish()) for word in words
    ):
        return True
    beyond = {word for word in words if len(word) >= _SHORTEST and not is_known(word) and correct(word) == word}
    if not 1 < len(words) <= _SEVERAL or len(beyond) < _LEAST_BEYOND:
        return False
    return any(
        all(word in beyond or word in little for word in words) and any(word in little for word in beyond)
        for little in _little_words()
    )
