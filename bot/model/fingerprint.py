"""What a model was made of, so that nothing is trained twice and nothing stale is served."""

import hashlib
import importlib.metadata
from collections.abc import Sequence
from pathlib import Path

# Everything that a model depends on: the code that learns, and training data with their configuration.
CODE = ("bot/nlu/*.py", "bot/recognition/*.py", "bot/recognition/*.yml", "bot/recognition/*.txt")
DATA = ("data/nlu/**/*.yml", "data/stories/*.yml", "bot/config.yml", "bot/domain/*.yml")
PACKAGES = ("rasa", "scikit-learn", "numpy", "onnxruntime", "tokenizers", "rapidfuzz", "symspellpy")
PREFIX = "bpo-bot-"
_DIGITS = 8  # of each half


def fingerprint(root: Path = Path()) -> str:
    """Sixteen hex digits: half of them over the code and the versions of packages, half over the data."""
    versions = [f"{package}={importlib.metadata.version(package)}" for package in PACKAGES]
    return _digest(root, CODE, versions) + _digest(root, DATA)


def _digest(root: Path, patterns: Sequence[str], more: Sequence[str] = ()) -> str:
    """Over the paths and bytes of files, and over some words."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in root.glob(pattern)):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    for word in more:
        digest.update(f"{word}\0".encode())
    return digest.hexdigest()[:_DIGITS]


def current_model(models: Path, root: Path = Path()) -> Path:
    """Where the model of the present sources is, or would be."""
    return models / f"{PREFIX}{fingerprint(root)}.tar.gz"


def best_model(current: Path) -> Path:
    """The current model; where it is missing, the newest beside it that the same code learnt from other data.

    Data that were edited and not yet trained are no reason to serve nothing: a model carries its own answers.
    """
    same_code = current.parent.glob(f"{current.name[: len(PREFIX) + _DIGITS]}*.tar.gz")
    return current if current.exists() else max(same_code, key=lambda path: path.stat().st_mtime_ns, default=current)
