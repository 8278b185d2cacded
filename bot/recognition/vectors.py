"""The types of the numbers that recognition works with, and rows of length 1."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float32]  # vectors [width] and matrices [texts, width]
AnyArray: TypeAlias = npt.NDArray[Any]  # weights and indices


def unit(rows: Array) -> Array:
    """Rows (or a single one) of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)
