"""Which of the known meanings a text has: one linear model over all intents, and how near the examples are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from bot.recognition.vectors import Array

CHARACTERS = 0.5  # weight of the character features beside the sentence vector
CHARACTER_WIDTH = 256  # as good as the thousands of n-grams they stand for, and trained in a fifth of the time


@dataclass(frozen=True)
class Ranked:
    """A label, its probability, the cosine to its nearest example, and the score that is compared with thresholds."""

    label: str
    probability: float
    nearest: float

    @property
    def score(self) -> float:
        """Half probability, half nearest cosine: the best single measure of "this is in scope" on CLINC150."""
        return 0.5 * self.probability + 0.5 * self.nearest


class IntentClassifier:
    """Logistic regression on the sentence vector beside character n-grams.

    Not fitted until `fit`; `rank` then orders all labels for one text.
    """

    def __init__(self, regularisation: float = 20.0) -> None:
        self._model = LogisticRegression(C=regularisation, max_iter=100, tol=1e-2)
        ngrams = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2, dtype=np.float32)
        self._characters = Pipeline([("ngrams", ngrams), ("svd", TruncatedSVD(CHARACTER_WIDTH, random_state=0))])
        self._examples = np.zeros((0, 0), dtype=np.float32)
        self._owners = np.zeros(0, dtype=np.int64)

    def fit(self, texts: Sequence[str], vectors: Array, labels: Sequence[str]) -> "IntentClassifier":
        """Learn from texts (normalised), their vectors [n, width] and labels."""
        width = min(CHARACTER_WIDTH, len(set(texts)) - 1)
        self._characters.set_params(svd__n_components=max(1, width)).fit(texts)
        self._model.fit(self._features(texts, vectors), list(labels))
        self._examples = vectors
        self._owners = np.searchsorted(self._model.classes_, labels)
        return self

    @property
    def labels(self) -> list[str]:
        """All labels, sorted."""
        return [str(label) for label in self._model.classes_]

    def rank(self, text: str, vector: Array, limit: int = 10) -> list[Ranked]:
        """The `limit` most probable labels of a text (normalised) with its vector [width], best first."""
        probabilities = self._model.predict_proba(self._features([text], vector[None, :]))[0]
        nearest = np.full(len(probabilities), -1.0)
        np.maximum.at(nearest, self._owners, self._examples @ vector)
        best = np.argsort(-probabilities)[:limit]
        return [Ranked(str(self._model.classes_[i]), float(probabilities[i]), float(nearest[i])) for i in best]

    def _features(self, texts: Sequence[str], vectors: Array) -> Array:
        return np.hstack([vectors, CHARACTERS * self._characters.transform(texts)]).astype(np.float32)
