"""The whole of recognition: normaliser, encoder and classifier, learnt from examples and kept in a folder."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import joblib
import numpy as np

from bot.recognition.classifier import CANDIDATES, IntentClassifier, Ranked, Weights
from bot.recognition.encoder import Encoder, Tokens
from bot.recognition.familiarity import Familiarity
from bot.recognition.normaliser import WordNormaliser
from bot.recognition.words import is_known

_LEARNT = "recogniser.joblib"
_REMEMBERED = 1024  # texts whose tokens are kept: the parts of a message are recognised more than once


class Recogniser:
    """Ranks the known labels for a text as typed."""

    def __init__(self, normaliser: WordNormaliser, encoder: Encoder, classifier: IntentClassifier) -> None:
        self.normaliser = normaliser
        self.encoder = encoder
        self.classifier = classifier
        self._read = lru_cache(maxsize=_REMEMBERED)(encoder.read)

    @classmethod
    def learn(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        encoder: Encoder,
        regularisation: float = 10.0,
        familiarity: Familiarity | None = None,
        weights: Weights | None = None,
        known: Callable[[str], bool] = is_known,
    ) -> "Recogniser":
        """Learn from example texts and their labels; words that are `known` are not corrected."""
        normaliser = WordNormaliser.learn(texts, known)
        normalised = [normaliser(text) for text in texts]
        classifier = IntentClassifier(regularisation, familiarity, weights).fit(
            normalised, list(encoder.map(_halved, normalised)), labels
        )
        return cls(normaliser, encoder, classifier)

    def rank(self, text: str, limit: int = CANDIDATES) -> list[Ranked]:
        """The most probable labels of a text, best first, of the candidates; none for a text without letters or digits."""
        normalised = self.normaliser(text)
        return self.classifier.rank(normalised, self._read(normalised), limit) if _says(normalised) else []

    def energy(self, text: str) -> float:
        """How much a text is like anything that was learnt (see IntentClassifier.energy); -inf for one without words."""
        normalised = self.normaliser(text)
        return self.classifier.energy(normalised, self._read(normalised)) if _says(normalised) else -np.inf

    def save(self, folder: Path) -> None:
        """Write what was learnt (not the encoder, which is the same for all)."""
        joblib.dump((self.normaliser.learnt, self.classifier), folder / _LEARNT)

    @classmethod
    def load(cls, folder: Path, encoder: Encoder) -> "Recogniser":
        """Read what `save` wrote."""
        (vocabulary, pairs), classifier = joblib.load(folder / _LEARNT)
        return cls(WordNormaliser(vocabulary, pairs, is_known), encoder, classifier)


def _says(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _halved(tokens: Tokens) -> Tokens:
    """Tokens in half precision: those of all examples are held at once."""
    return Tokens(tokens.ids, tokens.hidden.astype(np.float16))
