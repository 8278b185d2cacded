"""The directions found are the principal ones."""

from __future__ import annotations

import numpy as np
import pytest

from bot.recognition.principal import principal_directions


def rows(many: int, columns: int) -> np.ndarray:
    draw = np.random.default_rng(many)
    found = draw.normal(size=(many, columns)) * np.logspace(0, -1, columns)
    return (found - found.mean(0)).astype(np.float32)


@pytest.mark.parametrize("many", [200, 50, 30], ids=["more rows than columns", "as many", "fewer"])
def test_they_keep_as_much_as_the_largest_singular_values(many: int) -> None:
    given = rows(many, 50)
    directions = principal_directions(given, 10)
    assert directions.shape == (50, 10)
    np.testing.assert_allclose(directions.T @ directions, np.eye(10), atol=1e-4)
    values = np.linalg.svd(given, compute_uv=False)
    assert ((given @ directions) ** 2).sum() == pytest.approx((values[:10] ** 2).sum(), rel=1e-4)


def test_there_are_no_more_than_the_rows_have() -> None:
    given = np.repeat(rows(4, 20), 3, axis=0)  # centred, so of rank 3
    directions = principal_directions(given, 10)
    assert directions.shape == (20, 3)
    np.testing.assert_allclose(given @ directions @ directions.T, given, atol=1e-4)
