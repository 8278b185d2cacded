"""Only the weights that this project was measured with are used."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.recognition import weights


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder with the same weights; the large file is a link."""
    original = weights.locate()
    (tmp_path / "model.safetensors").symlink_to(original / "model.safetensors")
    (tmp_path / "tokenizer.json").write_bytes((original / "tokenizer.json").read_bytes())
    return tmp_path


def test_the_installed_weights_are_the_right_ones() -> None:
    found = weights.verified()
    assert found.tensors.name == "model.safetensors" and found.tokenizer.name == "tokenizer.json"


def test_the_same_bytes_from_another_place_will_do(copied: Path) -> None:
    assert weights.verified(copied).tokenizer == copied / "tokenizer.json"


def test_a_changed_byte_is_refused(copied: Path) -> None:
    content = bytearray((copied / "tokenizer.json").read_bytes())
    content[len(content) // 2] ^= 1
    (copied / "tokenizer.json").write_bytes(content)
    with pytest.raises(weights.WeightsError, match=r"tokenizer\.json is not the file"):
        weights.verified(copied)


def test_a_missing_file_is_named(copied: Path) -> None:
    (copied / "model.safetensors").unlink()
    with pytest.raises(weights.WeightsError, match=r"model\.safetensors is missing"):
        weights.verified(copied)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "PACKAGE", "no_such_package_with_weights")
    with pytest.raises(weights.WeightsError, match="no_such_package_with_weights"):
        weights.locate()
