"""Weights: what each criterion counts for. The one place where they are moved, to see what rests on them."""

from __future__ import annotations

from collections.abc import Sequence


def moved(weights: Sequence[float], shares: Sequence[float]) -> tuple[float, ...]:
    """Move each weight by its share (0.3 is 30% up, -1 is away), then let all give way so that they add up to 1.

    Weights are not negative. When nothing is left of them, each is 0.
    """
    rows = [weight * (1 + share) for weight, share in zip(weights, shares, strict=True)]
    total = sum(rows)
    return tuple(weight / total if total else 0.0 for weight in rows)
