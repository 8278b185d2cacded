"""One vector from a text's tokens: four views, side by side."""

from __future__ import annotations

import numpy as np
import pytest

from bot.recognition.encoder import Encoder, Tokens
from bot.recognition.pooling import Pooling

COMMON, RARE = 7, 9
TOKENS = Tokens([COMMON, RARE], np.array([[1, 0, 2], [0, 1, -2]], dtype=np.float32))


@pytest.fixture
def pooling() -> Pooling:
    """One that met a token in every text and another in one of ten."""
    return Pooling.learn([[COMMON]] * 9 + [[COMMON, RARE, RARE]])


def test_a_token_counts_once_a_text(pooling: Pooling) -> None:
    assert pooling.frequency == {COMMON: 10, RARE: 1} and pooling.texts == 10


def test_every_view_has_length_one(pooling: Pooling) -> None:
    assert np.linalg.norm(pooling(TOKENS).reshape(4, 3), axis=1) == pytest.approx([1, 1, 1, 1])


def test_the_views_are_mean_rarity_largest_and_smallest(pooling: Pooling) -> None:
    mean, rare, largest, smallest = pooling(TOKENS).reshape(4, 3)
    assert mean == pytest.approx(np.array([1, 1, 0]) / np.sqrt(2))
    assert rare == pytest.approx(np.array([0, 1, -2]) / np.sqrt(5))  # a token of every text says nothing
    assert largest == pytest.approx(np.array([1, 1, 2]) / np.sqrt(6))
    assert smallest == pytest.approx(np.array([0, 0, -1]))


def test_any_text_has_a_vector(pooling: Pooling, encoder: Encoder) -> None:
    assert np.isfinite(pooling(encoder.read(""))).all()
