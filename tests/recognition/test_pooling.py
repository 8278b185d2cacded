"""One vector from a text's tokens: four views, side by side."""

from __future__ import annotations

import numpy as np
import pytest

from bot.recognition.encoder import Encoder, Tokens
from bot.recognition.pooling import pool
from bot.recognition.rarity import Rarity

COMMON, RARE = 7, 9
TOKENS = Tokens([COMMON, RARE], np.array([[1, 0, 2], [0, 1, -2]], dtype=np.float32))
RARITY = Rarity.learn([[COMMON]] * 9 + [[COMMON, RARE, RARE]])


def test_every_view_has_length_one() -> None:
    assert np.linalg.norm(pool(TOKENS, RARITY).reshape(4, 3), axis=1) == pytest.approx([1, 1, 1, 1])


def test_the_views_are_mean_rarity_largest_and_smallest() -> None:
    mean, rare, largest, smallest = pool(TOKENS, RARITY).reshape(4, 3)
    assert mean == pytest.approx(np.array([1, 1, 0]) / np.sqrt(2))
    assert rare == pytest.approx(np.array([0, 1, -2]) / np.sqrt(5))  # a token of every text says nothing
    assert largest == pytest.approx(np.array([1, 1, 2]) / np.sqrt(6))
    assert smallest == pytest.approx(np.array([0, 0, -1]))


def test_any_text_has_a_vector(encoder: Encoder) -> None:
    assert np.isfinite(pool(encoder.read(""), RARITY)).all()


def test_the_first_view_is_what_the_encoder_was_trained_for(encoder: Encoder) -> None:
    vector = pool(encoder.read("what is bpo"), RARITY)
    assert vector.shape == (4 * 384,) and vector.dtype == np.float32
    np.testing.assert_allclose(vector[:384], encoder.encode("what is bpo"), atol=1e-6)
