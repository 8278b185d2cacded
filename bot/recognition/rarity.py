"""How much a token says: the rarer, the more."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from bot.recognition.vectors import Array


class Rarity:
    """Inverse document frequency (Spärck Jones 1972) over the texts that were learnt from.

    `frequency` counts the texts that a token (its id) stands in, of `texts` in all. A token of every text weighs nothing.
    """

    def __init__(self, frequency: dict[int, int], texts: int) -> None:
        self.frequency = frequency
        self.texts = texts

    @classmethod
    def learn(cls, tokenised: Sequence[Sequence[int]]) -> "Rarity":
        """Count in how many texts (token ids) each token stands."""
        return cls(dict(Counter(token for ids in tokenised for token in set(ids))), len(tokenised))

    def __call__(self, ids: Sequence[int]) -> Array:
        """The weights of tokens, shape [tokens]."""
        met = np.array([self.frequency.get(token, 0) for token in ids], dtype=np.float32)
        return np.asarray(np.log((1 + self.texts) / (1 + met)), dtype=np.float32)
