"""From a text's token vectors to one vector: four views of the same tokens, side by side."""

import numpy as np

from bot.recognition.encoder import Tokens
from bot.recognition.rarity import Rarity
from bot.recognition.vectors import Array


def pool(tokens: Tokens, rarity: Rarity) -> Array:
    """The mean of the tokens, their mean weighted by rarity, and their largest and smallest values, each of length 1.

    The plain mean is what the encoder was trained for; the others see what it averages away, above all the one rare word
    that tells two entries apart. Shape [4 * width].
    """
    hidden = tokens.hidden.astype(np.float32)
    views = (hidden.mean(0), rarity(tokens.ids) @ hidden, hidden.max(0), hidden.min(0))
    parts = [view / (np.linalg.norm(view) or 1.0) for view in views]
    return np.asarray(np.concatenate(parts), dtype=np.float32)
