"""Tells another language from English, by writing and by little words."""

import importlib.util
import re
import runpy
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from bot.recognition.words import is_known

_LANGUAGES = ("es", "fr", "de", "pt", "it", "nl", "tl", "id", "pl", "tr", "sv", "da", "nb", "fi", "ro", "hu", "cs")
_MOSTLY = 0.5
_LEAST_UNKNOWN, _LEAST_BEYOND = 3, 2  # words; two typing errors in a short question are no language


@lru_cache(maxsize=1)
def _hinglish() -> frozenset[str]:
    """Romanized Hindi, which spaCy has no list of: `hinglish.txt`, words that are neither English nor names."""
    return frozenset((Path(__file__).parent / "hinglish.txt").read_text("utf-8").split())


@lru_cache(maxsize=1)
def foreign_words() -> frozenset[str]:
    """The stop words of seventeen languages (from spaCy) that English does not have, and romanized Hindi."""
    english = _stop_words("en")
    words = {word for code in _LANGUAGES for word in _stop_words(code)}
    return _hinglish() | {word for word in words if word not in english and not is_known(word)}


def _stop_words(code: str) -> set[str]:
    """A language's stop words; from spaCy's file alone, since importing seventeen languages takes seconds."""
    spec = importlib.util.find_spec("spacy")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("The package spacy is not installed. Run `make install`.")
    path = Path(next(iter(spec.submodule_search_locations))) / "lang" / code / "stop_words.py"
    return set(runpy.run_path(str(path))["STOP_WORDS"])


def is_foreign(text: str, correct: Callable[[str], str] = str) -> bool:
    """Whether `text` is not English.

    Most letters are not Latin, or two little words and a third of all are foreign, or half of the words are unknown and
    one of all is foreign or not ASCII. `correct` mends a word's typing error: what it mends is not beyond English.
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
    unknown = [word for word in words if not is_known(word)]
    hinted = any(len(word) > 2 for word in foreign) or not all(word.isascii() for word in words)
    if not hinted or len(unknown) < max(_LEAST_UNKNOWN, _MOSTLY * len(words)):
        return False
    return sum(1 for word in unknown if not is_known(correct(word))) >= _LEAST_BEYOND
