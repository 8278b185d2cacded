"""The type of the numbers that recognition works with."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float32]  # vectors [width] and matrices [texts, width]
AnyArray: TypeAlias = npt.NDArray[Any]  # weights and indices
