"""Sentence vectors that are kept in a file, so that a text is encoded once."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float32]  # a row of length 1 for each text
Encode: TypeAlias = Callable[[Sequence[str]], Array]

_CHUNK = 256  # texts encoded between two saves: an interrupted run goes on where it was


class KeptVectors:
    """Encodes texts, and keeps the vectors in `path` by the text's hash; those no longer asked for are dropped.

    `encode` gives the vectors of texts; `told` hears how many are done and how many there are to do.
    """

    def __init__(self, path: Path, encode: Encode, told: Callable[[int, int], None] = lambda done, total: None) -> None:
        self._path = path
        self._encode = encode
        self._told = told

    def __call__(self, texts: Sequence[str]) -> Array:
        """The vectors of these texts."""
        names = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        wanted = dict(zip(names, texts, strict=True))
        kept = self._read()
        missing = [name for name in wanted if name not in kept]
        for start in range(0, len(missing), _CHUNK):
            chunk = missing[start : start + _CHUNK]
            kept.update(zip(chunk, self._encode([wanted[name] for name in chunk]), strict=True))
            self._write({name: kept[name] for name in wanted if name in kept})
            self._told(start + len(chunk), len(missing))
        return np.stack([kept[name] for name in names]) if names else np.zeros((0, 0), dtype=np.float32)

    def _read(self) -> dict[str, Array]:
        try:
            with np.load(self._path, allow_pickle=False) as file:
                return dict(zip(file["names"].tolist(), file["vectors"].astype(np.float32), strict=True))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return {}  # not there yet, or broken: encoded anew

    def _write(self, kept: dict[str, Array]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._path.parent, suffix=".npz", delete=False) as file:
            np.savez(file, names=np.array(list(kept)), vectors=np.stack(list(kept.values())).astype(np.float16))
        os.replace(file.name, self._path)  # atomic: a reader sees the whole file or none
