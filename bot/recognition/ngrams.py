"""How a text is spelt: its character n-grams, weighted by rarity and projected to a few hundred numbers."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.recognition.vectors import Array

WIDTH = 256  # as good as the thousands of n-grams they stand for
ROUNDS = 2  # of the decomposition; five, scikit-learn's default, take twice the time for the same answers


class CharacterNgrams:
    """scikit-learn's TF-IDF of n-grams and its truncated SVD; of one text at a time without their checks and sparse matrices.

    Those took 1.2 ms for the 60 n-grams of a message; what is computed here is the same (a test holds them together).
    """

    def __init__(self) -> None:
        self._tfidf = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2, dtype=np.float32
        )
        self._svd = TruncatedSVD(WIDTH, n_iter=ROUNDS, random_state=0)

    def fit_transform(self, texts: Sequence[str], most: int) -> Array:
        """Learn from texts, and return what stands for them: shape [texts, width], at most `most` numbers each."""
        weighted = self._tfidf.fit_transform(texts)
        found = self._svd.set_params(n_components=min(WIDTH, most)).fit(weighted).transform(weighted)
        self._prepare()
        return np.asarray(found, dtype=np.float32)

    def one(self, text: str) -> Array:
        """What stands for one text, shape [width]."""
        counts = Counter(self._places[ngram] for ngram in self._analyze(text) if ngram in self._places)
        if not counts:
            return np.zeros(self._rows.shape[1], dtype=np.float32)
        places = np.fromiter(counts, dtype=np.intp)
        weights = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32))) * self._rarity[places]
        return np.asarray((weights / np.linalg.norm(weights)) @ self._rows[places], dtype=np.float32)

    def _prepare(self) -> None:
        self._analyze: Callable[[str], list[str]] = self._tfidf.build_analyzer()
        self._places: dict[str, int] = self._tfidf.vocabulary_
        self._rarity = self._tfidf.idf_.astype(np.float32)
        self._rows = np.ascontiguousarray(self._svd.components_.T, dtype=np.float32)
        self._svd.components_ = self._rows.T  # the same memory, and the way round that scipy need not copy

    def __getstate__(self) -> dict[str, object]:
        """What is kept: what was learnt, without what is made from it."""
        return {"_tfidf": self._tfidf, "_svd": self._svd}

    def __setstate__(self, state: dict[str, object]) -> None:
        """Take what was kept."""
        vars(self).update(state)
        self._prepare()
