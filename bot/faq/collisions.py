"""Examples of different entries that mean nearly the same to the encoder, whatever their words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.faq.vectors import Array

NEAR = 0.93  # cosine; `python -m bot.faq check --collisions --at-least 0.9` shows more
_BLOCK = 1024  # rows compared at a time, so that memory stays small


@dataclass(frozen=True)
class Example:
    """An example and the entry that it stands in."""

    text: str
    slug: str


@dataclass(frozen=True)
class Collision:
    """Two examples of different entries, and the cosine of their vectors."""

    likeness: float
    one: Example
    other: Example


def collisions(
    examples: Sequence[Example], vectors: Array, of: frozenset[str] = frozenset(), at_least: float = NEAR
) -> list[Collision]:
    """Each example with the nearest one of another entry, where that is near; nearest first, every pair once.

    `vectors` has a row of length 1 for each example. With `of`, only the examples of these entries.
    """
    if not examples:
        return []
    numbers = {slug: number for number, slug in enumerate(sorted({example.slug for example in examples}))}
    owners = np.array([numbers[example.slug] for example in examples])
    asked = np.flatnonzero([not of or example.slug in of for example in examples])
    pairs = dict(_nearest(vectors, owners, asked))
    near = {(min(pair), max(pair)): likeness for pair, likeness in pairs.items() if likeness >= at_least}
    ranked = sorted(near.items(), key=lambda item: -item[1])
    return [Collision(likeness, examples[one], examples[other]) for (one, other), likeness in ranked]


def _nearest(
    vectors: Array, owners: npt.NDArray[np.int_], asked: npt.NDArray[np.int_]
) -> Iterator[tuple[tuple[int, int], float]]:
    for start in range(0, len(asked), _BLOCK):
        rows = asked[start : start + _BLOCK]
        likeness = vectors[rows] @ vectors.T
        likeness[owners[rows][:, None] == owners[None, :]] = -1
        best = likeness.argmax(axis=1)
        for place, (row, other) in enumerate(zip(rows, best, strict=True)):
            yield (int(row), int(other)), float(likeness[place, other])
