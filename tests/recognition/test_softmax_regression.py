"""The quick linear model is scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from bot.recognition.softmax_regression import SoftmaxRegression, _Loss

Data = tuple[np.ndarray, list[str]]


def cloud(labels: int, texts: int = 300, width: int = 12) -> Data:
    """Points around one middle a label, that overlap, in directions of very unequal size."""
    draw = np.random.default_rng(labels)
    owners = np.arange(texts) % labels
    size = np.logspace(0, -2, width)
    points = (draw.normal(size=(labels, width))[owners] + draw.normal(size=(texts, width))) * size
    return points.astype(np.float32), [f"label {owner:02}" for owner in owners]


@pytest.mark.parametrize("labels", [3, 20])
@pytest.mark.parametrize("regularisation", [0.1, 10.0])
def test_it_finds_what_scikit_learn_finds(labels: int, regularisation: float) -> None:
    features, owners = cloud(labels)
    ours = SoftmaxRegression(regularisation, steps=1000).fit(features, owners)
    theirs = LogisticRegression(C=regularisation, max_iter=1000, tol=1e-3).fit(features.astype(float), owners)
    assert ours.labels == list(theirs.classes_)
    found = features @ ours.coefficients.T + ours.intercepts
    np.testing.assert_allclose(_shares(found), _shares(theirs.decision_function(features)), atol=0.01)


def test_a_few_steps_come_near_it() -> None:
    features, owners = cloud(20)
    few, many = (SoftmaxRegression(10.0, steps).fit(features, owners) for steps in (30, 1000))
    first = [[model.labels[int(np.argmax(model(row)))] for row in features] for model in (few, many)]
    assert np.mean([one == other for one, other in zip(*first, strict=True)]) > 0.97


def test_two_labels_have_a_value_each() -> None:
    features, owners = cloud(2)
    model = SoftmaxRegression(1.0).fit(features, owners)
    assert model(features[0]).shape == (2,)
    right = [model.labels[int(np.argmax(model(row)))] == owner for row, owner in zip(features, owners, strict=True)]
    assert np.mean(right) > 0.9


def test_the_gradient_is_that_of_the_loss() -> None:
    features, owners = cloud(3, texts=40, width=4)
    loss = _Loss(features, np.unique(owners, return_inverse=True)[1], 3, np.full(4, 0.5, dtype=np.float32))
    place = np.random.default_rng(0).normal(size=loss.shape).ravel()
    _, gradient = loss(place)
    for number in range(place.size):
        step = np.zeros(place.size)
        step[number] = 1e-2
        slope = (loss(place + step)[0] - loss(place - step)[0]) / 2e-2
        assert slope == pytest.approx(gradient[number], abs=0.02)


def _shares(odds: np.ndarray) -> np.ndarray:
    shares = np.exp(odds - odds.max(1, keepdims=True))
    return shares / shares.sum(1, keepdims=True)
