"""Words that are right as they stand, to tell a misspelling from a word that is merely not ours."""

import importlib.util
from functools import lru_cache
from pathlib import Path

PACKAGE, FILE = "symspellpy", "frequency_dictionary_en_82_765.txt"


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    """The words (lower case, American and British) of symspellpy's frequency dictionary.

    Raises FileNotFoundError when the package is missing.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(
            f"The package {PACKAGE} with the English word list is not installed. Run `make install`."
        )
    path = Path(next(iter(spec.submodule_search_locations))) / FILE
    return frozenset(line.split(" ", 1)[0] for line in path.read_text("utf-8-sig").splitlines())


@lru_cache(maxsize=1)
def terms() -> frozenset[str]:
    """Words of the field that no English word list knows: `terms.txt`, one a line."""
    return frozenset((Path(__file__).parent / "terms.txt").read_text("utf-8").split())


def is_known(word: str) -> bool:
    """Whether `word` (lower case) is right as it stands: English or a term of the field."""
    return word in terms() or is_english(word)


def is_english(word: str) -> bool:
    """Whether `word` (lower case) is English, plurals of English words included."""
    return word in english() or (word.endswith("s") and word[:-1] in english())
