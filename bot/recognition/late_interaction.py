"""Whether each word of a text finds its like in the examples of a label: late interaction of token vectors."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.recognition.encoder import Tokens
from bot.recognition.principal import principal_directions
from bot.recognition.rarity import Rarity
from bot.recognition.vectors import AnyArray, Array, unit

WIDTH = 96  # of the token vectors, projected; as good as all 384 at a third of the time and memory
SAMPLE = 20_000  # token vectors, about, that the projection is learnt from
_LEAST = 1e-6  # a text of words that stand everywhere has a mean, too


class LateInteraction:
    """The mean over a text's tokens, weighted by rarity, of the cosine to the most alike token among all of a label's examples.

    One vector a sentence lets a word without any like drown among those that have one; here it counts against every label.
    (MaxSim of ColBERT: Khattab and Zaharia 2020, arXiv:2004.12832, with a label's examples as one document.)
    """

    def __init__(self, rarity: Rarity, projection: Array, stored: dict[str, Array]) -> None:
        """`projection`: shape [384, WIDTH]; `stored`: by label its tokens' vectors, side by side, [WIDTH, tokens]."""
        self._rarity = rarity
        self._projection = projection
        self._stored = stored

    @classmethod
    def learn(cls, read: Sequence[Tokens], labels: Sequence[str], rarity: Rarity) -> "LateInteraction":
        """Keep the token vectors of the examples, projected, label by label."""
        inner = [_inner(tokens) for tokens in read]
        projection = _projection(inner)
        places: dict[str, list[int]] = {}
        for place, label in enumerate(labels):
            places.setdefault(label, []).append(place)
        stored = {}
        for label, own in places.items():
            rows = unit(unit(np.concatenate([inner[place].hidden for place in own])) @ projection)
            # Rounded here as it will be kept, so that what is loaded says what was learnt.
            stored[label] = np.ascontiguousarray(rows.astype(np.float16).astype(np.float32).T)
        return cls(rarity, projection, stored)

    def __call__(self, tokens: Tokens, labels: Sequence[str]) -> AnyArray:
        """How well the text is covered by each of the labels: about 0 to 1, shape [labels]."""
        inside = _inner(tokens)
        weights = self._rarity(inside.ids) + _LEAST
        place = unit(unit(inside.hidden) @ self._projection)
        sums = np.array([weights @ _likest(place, self._stored[label]) for label in labels])
        return np.asarray(sums / (weights.sum() or 1.0))

    def __getstate__(self) -> dict[str, Any]:
        """What is kept; the vectors in half precision, which is far finer than what tells labels apart."""
        return vars(self) | {"_stored": {label: own.astype(np.float16) for label, own in self._stored.items()}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take what was kept."""
        vars(self).update(state)
        self._stored = {label: own.astype(np.float32) for label, own in self._stored.items()}


def _inner(tokens: Tokens) -> Tokens:
    """A text's own tokens, without the marks of beginning and end."""
    return Tokens(tokens.ids[1:-1], tokens.hidden[1:-1].astype(np.float32))


def _likest(place: Array, stored: Array) -> Array:
    """The cosine of each token to the most alike one of a label; 0 where the label has none."""
    return np.asarray((place @ stored).max(1, initial=-1.0) if stored.size else np.zeros(len(place), np.float32))


def _projection(inner: Sequence[Tokens]) -> Array:
    """The directions, shape [384, WIDTH], that keep most of the token vectors' products (uncentred principal components)."""
    step = max(1, sum(len(tokens.ids) for tokens in inner) // SAMPLE)
    drawn = unit(np.concatenate([tokens.hidden for tokens in inner[::step]]))
    return principal_directions(drawn, WIDTH)
