"""From a text's token vectors to one vector: four views of the same tokens, side by side."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from bot.recognition.encoder import Tokens
from bot.recognition.vectors import Array


class Pooling:
    """The mean of the tokens, their mean weighted by rarity, and their largest and smallest values, each of length 1.

    The plain mean is what the encoder was trained for; the others see what it averages away, above all the one rare word
    that tells two entries apart. `frequency` counts the training texts that a token (its id) stands in, of `texts` in all.
    """

    def __init__(self, frequency: dict[int, int], texts: int) -> None:
        self.frequency = frequency
        self.texts = texts

    @classmethod
    def learn(cls, tokenised: Sequence[Sequence[int]]) -> "Pooling":
        """Count in how many training texts each token stands."""
        return cls(dict(Counter(token for ids in tokenised for token in set(ids))), len(tokenised))

    def __call__(self, tokens: Tokens) -> Array:
        """The vector of a text, shape [4 * width]."""
        hidden = tokens.hidden
        weights = np.array([self._rarity(token) for token in tokens.ids], dtype=np.float32)
        views = (hidden.mean(0), weights @ hidden, hidden.max(0), hidden.min(0))
        parts = [view / (np.linalg.norm(view) or 1.0) for view in views]
        return np.asarray(np.concatenate(parts), dtype=np.float32)

    def _rarity(self, token: int) -> float:
        """Inverse document frequency (Spärck Jones 1972)."""
        return float(np.log((1 + self.texts) / (1 + self.frequency.get(token, 0))))
