"""What a model was made of, so that nothing is trained twice and nothing stale is served."""

import hashlib
import importlib.metadata
from pathlib import Path

# Everything that a model depends on: training data, configuration, and the code that learns from them.
SOURCES = (
    "data/nlu/**/*.yml",
    "data/stories/*.yml",
    "bot/config.yml",
    "bot/domain/*.yml",
    "bot/nlu/*.py",
    "bot/recognition/*.py",
    "bot/recognition/*.yml",
    "bot/recognition/*.txt",
)
PACKAGES = ("rasa", "scikit-learn", "numpy", "onnxruntime", "tokenizers", "rapidfuzz", "symspellpy")
PREFIX = "bpo-bot-"


def fingerprint(root: Path = Path()) -> str:
    """Sixteen hex digits over the sources' paths and bytes and the versions of the packages."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in root.glob(pattern)):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    for package in PACKAGES:
        digest.update(f"{package}={importlib.metadata.version(package)}\0".encode())
    return digest.hexdigest()[:16]


def current_model(models: Path, root: Path = Path()) -> Path:
    """Where the model of the present sources is, or would be."""
    return models / f"{PREFIX}{fingerprint(root)}.tar.gz"
