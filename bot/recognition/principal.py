"""The directions in which vectors differ most."""

import numpy as np
from scipy.linalg import eigh

from bot.recognition.vectors import Array

_NONE = 1e-6  # of the largest eigenvalue: less is no direction but rounding


def principal_directions(rows: Array, width: int) -> Array:
    """The `width` orthonormal directions, shape [columns, width], that keep most of the rows' products; fewer if there are none.

    They are the rows' principal components where the rows have mean zero. Found in the smaller of the two matrices of
    products, of columns or of rows: exact, and for many rows in a fraction of a randomised decomposition's time.
    """
    if len(rows) >= rows.shape[1]:
        return _largest(rows.T @ rows, width)[1]
    values, left = _largest(rows @ rows.T, width)
    return np.asarray(rows.T @ left / np.sqrt(values), dtype=np.float32)


def _largest(products: Array, width: int) -> tuple[Array, Array]:
    """The largest eigenvalues and their vectors, the largest last."""
    size = len(products)
    values, vectors = eigh(products, subset_by_index=(max(0, size - width), size - 1))
    there = values > _NONE * values[-1]
    return values[there], np.asarray(vectors[:, there], dtype=np.float32)
