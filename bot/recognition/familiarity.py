"""How far a text is like anything that was learnt."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit
from sklearn.linear_model import LogisticRegression


@dataclass(frozen=True)
class Familiarity:
    """A share between 0 and 1, from a text's energy: the log of the summed evidence for its candidates.

    (Liu et al. 2020, arXiv:2010.03759.) `middle`: the energy at which it is an even bet; `width`: how fast that changes.
    """

    middle: float = 19.0
    width: float = 2.5

    def __call__(self, energy: float) -> float:
        """The share for an energy."""
        return float(expit((energy - self.middle) / self.width))

    @classmethod
    def fit(cls, energies: Sequence[float], known: Sequence[bool]) -> "Familiarity":
        """The one that tells best which of the texts with these energies were known."""
        values = np.array(energies, dtype=float)
        values[~np.isfinite(values)] = values[np.isfinite(values)].min()  # a text without words is like nothing
        model = LogisticRegression(C=100).fit(values[:, None], list(known))
        slope = float(model.coef_[0, 0])
        return cls(middle=round(-float(model.intercept_[0]) / slope, 3), width=round(1 / slope, 3))
