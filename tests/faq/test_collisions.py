"""Examples of different entries that mean nearly the same are found by their vectors, which are kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.faq.collisions import Example, collisions
from bot.faq.vectors import Array, KeptVectors

EXAMPLES = [Example("a", "one"), Example("b", "one"), Example("c", "two"), Example("d", "two"), Example("e", "three")]


def turned(*degrees: float) -> Array:
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def found(vectors: Array, of: Sequence[str] = (), at_least: float = 0.95) -> list[str]:
    return [pair.one.text + pair.other.text for pair in collisions(EXAMPLES, vectors, frozenset(of), at_least)]


def test_near_examples_of_different_entries_collide_nearest_first() -> None:
    assert found(turned(0, 90, 10, 92, 200)) == ["bd", "ac"]


def test_examples_of_one_entry_do_not_collide() -> None:
    assert found(turned(0, 1, 90, 91, 200)) == []


def test_an_entry_may_be_asked_for_alone() -> None:
    vectors = turned(0, 90, 10, 92, 95)
    assert found(vectors, of=["three"]) == ["de"] and found(vectors, of=["one"]) == ["bd", "ac"]


def test_how_near_is_near_is_for_the_asker() -> None:
    assert found(turned(0, 90, 30, 200, 300), at_least=0.95) == [] and found(
        turned(0, 90, 30, 200, 300), at_least=0.8
    ) == ["ac"]


def test_nothing_collides_with_nothing() -> None:
    assert collisions([], np.zeros((0, 2), dtype=np.float32)) == []


class Encoder:
    """Encodes by length, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Array:
        self.asked += texts
        return turned(*(len(text) for text in texts))


def test_a_text_is_encoded_once_ever(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "vectors.npz"
    first, second = Encoder(), Encoder()
    vectors = KeptVectors(path, first)(["a", "bb", "a"])
    assert first.asked == ["a", "bb"] and np.allclose(vectors, turned(1, 2, 1), atol=1e-3)
    assert np.allclose(KeptVectors(path, second)(["bb", "ccc"]), turned(2, 3), atol=1e-3)
    assert second.asked == ["ccc"]
    assert [one.name for one in path.parent.iterdir()] == ["vectors.npz"]


@pytest.mark.parametrize("content", [b"", b"not a file of vectors", b"PK\x03\x04"])
def test_a_broken_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "vectors.npz"
    path.write_bytes(content)
    encoder = Encoder()
    KeptVectors(path, encoder)(["a"])
    assert encoder.asked == ["a"] and KeptVectors(path, Encoder())(["a"]).shape == (1, 2)


def test_it_tells_how_far_it_is_and_goes_on_where_it_was(tmp_path: Path) -> None:
    texts = ["x" * length for length in range(1, 301)]
    told: list[tuple[int, int]] = []

    def interrupt(done: int, total: int) -> None:
        told.append((done, total))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        KeptVectors(tmp_path / "vectors.npz", Encoder(), interrupt)(texts)
    encoder = Encoder()
    KeptVectors(tmp_path / "vectors.npz", encoder)(texts)
    assert told == [(256, 300)] and len(encoder.asked) == 44


def test_no_texts_have_no_vectors(tmp_path: Path) -> None:
    assert len(KeptVectors(tmp_path / "vectors.npz", Encoder())([])) == 0
