"""A linear model of many labels, learnt in single precision."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from bot.recognition.vectors import AnyArray, Array

STEPS = 30  # of L-BFGS; twice as many say the same of data/calibration
TOLERANCE = 1e-2  # a gradient this small ends it sooner
EVENING = 0.03  # see _scale


class SoftmaxRegression:
    """Multinomial logistic regression: scikit-learn's, in a seventh of its time.

    Theirs (1.1, the newest that Rasa takes) mixes single and double precision, so every step copies all features, and it
    sets out on features of very unequal size. The function that is minimised is the same: the summed logistic loss, and half
    of the squared coefficients divided by `regularisation` (their C); a test holds the two together.
    """

    def __init__(self, regularisation: float, steps: int = STEPS) -> None:
        self._regularisation = regularisation
        self._steps = steps
        self.labels: list[str] = []
        self.coefficients: Array = np.zeros((0, 0), dtype=np.float32)  # shape [labels, width]
        self.intercepts: Array = np.zeros(0, dtype=np.float32)  # shape [labels]

    def fit(self, features: Array, labels: Sequence[str]) -> "SoftmaxRegression":
        """Learn from features, shape [texts, width], and the label of each."""
        names, owners = np.unique(labels, return_inverse=True)
        self.labels = [str(name) for name in names]
        scale = _scale(features)
        loss = _Loss(features * scale, owners, len(names), scale**2 / self._regularisation)
        options = {"maxiter": self._steps, "gtol": TOLERANCE}
        found = minimize(loss, np.zeros(loss.shape).ravel(), jac=True, method="L-BFGS-B", options=options)
        weights = found.x.reshape(loss.shape).astype(np.float32)
        self.coefficients, self.intercepts = np.ascontiguousarray(weights[:, :-1] * scale), weights[:, -1].copy()
        return self

    def __call__(self, features: Array) -> Array:
        """The value for each label of one text's features [width]: the log of its odds, up to what all have in common."""
        return np.asarray(self.coefficients @ features + self.intercepts)


class _Loss:
    """What is minimised, and its gradient, of weights as L-BFGS passes them: flat, in double precision."""

    def __init__(self, features: Array, owners: AnyArray, labels: int, penalty: Array) -> None:
        self._features = np.hstack([features, np.ones((len(features), 1), dtype=np.float32)])
        self._penalty = np.append(penalty, 0).astype(np.float32)  # the intercept is free
        self._own = (np.arange(len(owners)), owners)
        self.shape = (labels, self._features.shape[1])

    def __call__(self, flat: AnyArray) -> tuple[float, AnyArray]:
        weights = flat.reshape(self.shape).astype(np.float32)
        odds = self._features @ weights.T
        odds -= odds.max(1, keepdims=True)
        own = odds[self._own]
        shares = np.exp(odds, out=odds)
        sums = shares.sum(1, keepdims=True)
        shares /= sums
        shares[self._own] -= 1
        shrinking = self._penalty * weights
        loss = np.log(sums).sum(dtype=float) - own.sum(dtype=float) + (shrinking * weights).sum(dtype=float) / 2
        return float(loss), (shares.T @ self._features + shrinking).ravel().astype(float)


def _scale(features: Array) -> Array:
    """What each feature is multiplied with while learning, so that a step goes about as far in all directions.

    Not all the way to equal size, which would have it follow the small ones first, and those are mostly noise. On the bot's
    examples, whose minimum is 10,549: 10,569 after 25 steps, with a third of EVENING 10,596, with three times 10,608; without
    scaling 10,630 after 50.
    """
    return np.asarray(1 / np.sqrt(features.var(0) + EVENING), dtype=np.float32)
