"""Which of the known meanings a text has, and how sure that is."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import logsumexp
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from bot.recognition.encoder import Tokens
from bot.recognition.familiarity import Familiarity
from bot.recognition.late_interaction import LateInteraction
from bot.recognition.ngrams import CharacterNgrams
from bot.recognition.pooling import pool
from bot.recognition.rarity import Rarity
from bot.recognition.vectors import AnyArray, Array, unit

WIDTH = 640  # of the features together; as good as all 1,792, and learnt in half of the time
CANDIDATES = 6  # labels whose examples are looked at; with 10, the same answers on data/calibration


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts; `python -m bot.recognition.ablation` shows what each is worth.

    `characters`: the character features beside the sentence vector, `likeness`: a cosine of 1 to the nearest example against
    the linear model's log-odds, `covered`: that every word of a text has its like among a label's examples. They were chosen
    on what a 10-shot draw leaves of BANKING77's training file, not on its test file.
    """

    characters: float = 0.8
    likeness: float = 7.0
    covered: float = 15.0


@dataclass(frozen=True)
class Ranked:
    """A label, its probability among the labels, the cosine to its nearest example, and how familiar the whole text is.

    All but the cosine are between 0 and 1; `score` is what is compared with thresholds.
    """

    label: str
    probability: float
    nearest: float
    familiarity: float = 1.0

    @property
    def score(self) -> float:
        """How sure it is that the text means this: it means something known, and that is this label."""
        return self.probability * self.familiarity


class IntentClassifier:
    """Logistic regression on the sentence vector beside character n-grams, and the examples of its candidates.

    Not fitted until `fit`; `rank` then orders labels for one text. Evidence for a label is the linear model's log-odds, plus
    the cosine to its nearest example, plus how well its examples cover the text word by word, each with its weight: the
    model draws the borders, the nearest example keeps what is rare, and a word that no example knows counts.
    """

    def __init__(
        self, regularisation: float = 10.0, familiarity: Familiarity | None = None, weights: Weights | None = None
    ) -> None:
        self._weights = weights or Weights()
        self.familiarity = familiarity or Familiarity()
        # Measured at C = 20: 100 steps take twice the time, for a mean cost of .074 instead of .077 on data/calibration.
        self._model = LogisticRegression(C=regularisation, max_iter=50, tol=1e-2)
        self._characters = CharacterNgrams()
        self._narrow = PCA(WIDTH, svd_solver="randomized", iterated_power=2, random_state=0)
        self._rarity = Rarity({}, 0)
        self._late = LateInteraction(self._rarity, np.zeros((0, 0), dtype=np.float32), {})
        self._examples = np.zeros((0, 0), dtype=np.float32)
        self._starts = np.zeros(1, dtype=np.int64)

    def fit(self, texts: Sequence[str], read: Sequence[Tokens], labels: Sequence[str]) -> "IntentClassifier":
        """Learn from texts (normalised), what the encoder read in them, and their labels."""
        self._rarity = Rarity.learn([tokens.ids for tokens in read])
        self._late = LateInteraction.learn(read, labels, self._rarity)
        vectors = np.stack([pool(tokens, self._rarity) for tokens in read])
        with threadpool_limits(os.cpu_count(), "blas"):
            self._characters.fit(texts, most=max(1, min(len(set(texts)), vectors.shape[1]) - 1))
            wide = np.hstack([vectors, self._weights.characters * self._characters.transform(texts)]).astype(np.float32)
            self._narrow.set_params(n_components=min(WIDTH, *wide.shape)).fit(wide)
            features = np.asarray(self._narrow.transform(wide), dtype=np.float32)
            self._model.fit(features, list(labels))
        owners = np.searchsorted(self._model.classes_, labels)
        order = np.argsort(owners, kind="stable")
        self._examples = unit(features[order])
        self._starts = np.searchsorted(owners[order], np.arange(len(self._model.classes_) + 1))
        return self

    @property
    def labels(self) -> list[str]:
        """All labels, sorted."""
        return [str(label) for label in self._model.classes_]

    def rank(self, text: str, tokens: Tokens, limit: int = CANDIDATES) -> list[Ranked]:
        """The `limit` likeliest labels of a text (normalised) with its tokens, best first."""
        candidates, nearest, evidence = self._weigh(text, tokens)
        energy = logsumexp(evidence)
        familiarity = self.familiarity(energy)
        return [
            Ranked(
                str(self._model.classes_[candidates[i]]),
                float(np.exp(evidence[i] - energy)),
                float(nearest[i]),
                familiarity,
            )
            for i in np.argsort(-evidence)[:limit]
        ]

    def energy(self, text: str, tokens: Tokens) -> float:
        """The log of the summed evidence for all labels: how much a text is like anything that was learnt."""
        return float(logsumexp(self._weigh(text, tokens)[2]))

    def _weigh(self, text: str, tokens: Tokens) -> tuple[AnyArray, AnyArray, AnyArray]:
        """The candidates (indices of labels), the cosines to their nearest examples, and the evidence for each."""
        features = self._features(text, tokens)
        odds = self._odds(features)
        candidates = np.argsort(-odds)[:CANDIDATES]
        place = unit(features)
        nearest = np.array([self._nearest(label, place) for label in candidates])
        covered = self._late(tokens, [str(self._model.classes_[label]) for label in candidates])
        return candidates, nearest, self._evidence(odds[candidates], nearest, covered)

    def _evidence(self, odds: AnyArray, nearest: AnyArray, covered: AnyArray) -> AnyArray:
        return np.asarray(odds + self._weights.likeness * nearest + self._weights.covered * covered)

    def _nearest(self, label: int, place: Array) -> float:
        return float((self._examples[self._starts[label] : self._starts[label + 1]] @ place).max())

    # scikit-learn's own transform and decision_function check and copy more than they compute, for one text.

    def _odds(self, features: Array) -> AnyArray:
        """The linear model's value for every label of one text, shape [labels]."""
        values = self._model.coef_ @ features + self._model.intercept_
        return np.asarray(values if len(values) > 1 else np.array([-1, 1]) * values / 2)  # of two labels it keeps one

    def _features(self, text: str, tokens: Tokens) -> Array:
        """What stands for a text, shape [WIDTH]."""
        wide = np.concatenate([pool(tokens, self._rarity), self._weights.characters * self._characters.one(text)])
        return np.asarray(self._narrow.components_ @ (wide - self._narrow.mean_), dtype=np.float32)
