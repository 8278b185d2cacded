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


def test_a_new_token_weighs_more_than_any_that_was_met(pooling: Pooling) -> None:
    new = 11
    _, rare, _, _ = pooling(Tokens([COMMON, RARE, new], np.eye(3, dtype=np.float32))).reshape(4, 3)
    assert rare[0] == 0 < rare[1] < rare[2]


def test_the_first_view_is_what_the_encoder_was_trained_for(pooling: Pooling, encoder: Encoder) -> None:
    vector = pooling(encoder.read("what is bpo"))
    assert vector.shape == (4 * 384,) and vector.dtype == np.float32
    np.testing.assert_allclose(vector[:384], encoder.encode("what is bpo"), atol=1e-6)
