"""Rasa without TensorFlow, until somebody trains with it."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

# Through this module alone whatever serves imports TensorFlow: 6 s of CPU and 370 MB, of which a turn uses nothing.
_GATE = "rasa.utils.train_utils"


class _Postponed(MetaPathFinder):
    """Finds the gate as Python does, and has it loaded when something of it is first used."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path) if name == _GATE else None
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec


def postpone_tensorflow() -> None:
    """Have TensorFlow imported when it is first used; to be called before Rasa is imported. Twice is the same as once."""
    if not any(isinstance(finder, _Postponed) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Postponed())
