"""The whole of recognition: normaliser, encoder and classifier, learnt from examples and kept in a folder."""

import json
from collections.abc import Sequence
from pathlib import Path

import joblib

from bot.recognition.classifier import IntentClassifier, Ranked
from bot.recognition.encoder import Encoder
from bot.recognition.normaliser import WordNormaliser
from bot.recognition.words import is_known

_VOCABULARY, _CLASSIFIER = "vocabulary.json", "classifier.joblib"


class Recogniser:
    """Ranks the known labels for a text as typed."""

    def __init__(self, normaliser: WordNormaliser, encoder: Encoder, classifier: IntentClassifier) -> None:
        self.normaliser = normaliser
        self.encoder = encoder
        self.classifier = classifier

    @classmethod
    def learn(
        cls, texts: Sequence[str], labels: Sequence[str], encoder: Encoder, regularisation: float = 20.0
    ) -> "Recogniser":
        """Learn from example texts and their labels."""
        normaliser = WordNormaliser.learn(texts, is_known)
        normalised = [normaliser(text) for text in texts]
        classifier = IntentClassifier(regularisation).fit(normalised, encoder.encode_all(normalised), labels)
        return cls(normaliser, encoder, classifier)

    def rank(self, text: str, limit: int = 10) -> list[Ranked]:
        """The most probable labels of a text, best first; none for a text without letters or digits."""
        normalised = self.normaliser(text)
        if not any(character.isalnum() for character in normalised):
            return []
        return self.classifier.rank(normalised, self.encoder.encode(normalised), limit)

    def save(self, folder: Path) -> None:
        """Write what was learnt (not the encoder, which is the same for all)."""
        (folder / _VOCABULARY).write_text(json.dumps(self.normaliser.vocabulary), "utf-8")
        joblib.dump(self.classifier, folder / _CLASSIFIER)

    @classmethod
    def load(cls, folder: Path, encoder: Encoder) -> "Recogniser":
        """Read what `save` wrote."""
        vocabulary = json.loads((folder / _VOCABULARY).read_text("utf-8"))
        return cls(WordNormaliser(vocabulary, is_known), encoder, joblib.load(folder / _CLASSIFIER))
