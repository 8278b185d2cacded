"""Which of the known meanings a text has, and how sure that is."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import logsumexp
from threadpoolctl import threadpool_limits

from bot.recognition.encoder import Tokens
from bot.recognition.familiarity import Familiarity
from bot.recognition.late_interaction import LateInteraction
from bot.recognition.ngrams import CharacterNgrams
from bot.recognition.pooling import pool
from bot.recognition.principal import principal_directions
from bot.recognition.rarity import Rarity
from bot.recognition.softmax_regression import SoftmaxRegression
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
    """A label, its probability among the candidates, the cosine to its nearest example, and how familiar the whole text is.

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
        self._model = SoftmaxRegression(regularisation)
        self._characters = CharacterNgrams()
        self._middle = np.zeros(0, dtype=np.float32)  # of the features side by side, which are then narrowed
        self._directions = np.zeros((0, 0), dtype=np.float32)
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
            spelt = self._characters.fit_transform(texts, most=max(1, min(len(set(texts)), vectors.shape[1]) - 1))
            wide = np.hstack([vectors, self._weights.characters * spelt]).astype(np.float32)
            self._middle = wide.mean(0)
            wide -= self._middle
            directions = principal_directions(wide, WIDTH)
            self._directions = np.ascontiguousarray(directions.T)
            features = wide @ directions
            self._model.fit(features, labels)
        owners = np.searchsorted(self._model.labels, labels)
        order = np.argsort(owners, kind="stable")
        self._examples = unit(features[order]).astype(np.float16).astype(np.float32)  # as it will be kept
        self._starts = np.searchsorted(owners[order], np.arange(len(self._model.labels) + 1))
        return self

    @property
    def labels(self) -> list[str]:
        """All labels, sorted."""
        return self._model.labels

    def rank(self, text: str, tokens: Tokens, limit: int = CANDIDATES) -> list[Ranked]:
        """The `limit` likeliest labels of a text (normalised) with its tokens, best first."""
        candidates, nearest, evidence = self._weigh(text, tokens)
        energy = logsumexp(evidence)
        familiarity = self.familiarity(energy)
        return [
            Ranked(
                self._model.labels[candidates[i]],
                float(np.exp(evidence[i] - energy)),
                float(nearest[i]),
                familiarity,
            )
            for i in np.argsort(-evidence)[:limit]
        ]

    def energy(self, text: str, tokens: Tokens) -> float:
        """The log of the summed evidence for the candidates: how much a text is like anything that was learnt."""
        return float(logsumexp(self._weigh(text, tokens)[2]))

    def _weigh(self, text: str, tokens: Tokens) -> tuple[AnyArray, AnyArray, AnyArray]:
        """The candidates (indices of labels), the cosines to their nearest examples, and the evidence for each."""
        features = self._features(text, tokens)
        odds = self._model(features)
        candidates = np.argsort(-odds)[:CANDIDATES]
        place = unit(features)
        nearest = np.array([self._nearest(label, place) for label in candidates])
        covered = self._late(tokens, [self._model.labels[label] for label in candidates])
        return candidates, nearest, self._evidence(odds[candidates], nearest, covered)

    def _evidence(self, odds: AnyArray, nearest: AnyArray, covered: AnyArray) -> AnyArray:
        return np.asarray(odds + self._weights.likeness * nearest + self._weights.covered * covered)

    def _nearest(self, label: int, place: Array) -> float:
        return float((self._examples[self._starts[label] : self._starts[label + 1]] @ place).max())

    def __getstate__(self) -> dict[str, Any]:
        """What is kept; the examples in half precision, which is far finer than what tells labels apart."""
        return vars(self) | {"_examples": self._examples.astype(np.float16)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take what was kept."""
        vars(self).update(state)
        self._examples = self._examples.astype(np.float32)

    def _features(self, text: str, tokens: Tokens) -> Array:
        """What stands for a text, shape [WIDTH]."""
        wide = np.concatenate([pool(tokens, self._rarity), self._weights.characters * self._characters.one(text)])
        return np.asarray(self._directions @ (wide - self._middle), dtype=np.float32)
