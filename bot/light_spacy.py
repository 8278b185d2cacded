"""spaCy without TensorFlow."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_HEAVY = ("tensorflow", "torch", "mxnet")


@contextmanager
def without_frameworks() -> Iterator[None]:
    """While importing spaCy, hide the deep-learning frameworks that are not loaded yet.

    spaCy's thinc imports each one it finds: for TensorFlow that is ten seconds and some 350 MB, of which rules use
    nothing. A None in sys.modules makes such an import fail, which thinc expects; frameworks already loaded stay.
    """
    hidden = [name for name in _HEAVY if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
