"""Stability: how often the winner stays the winner when every weight moves a little."""

from __future__ import annotations

import random
from functools import lru_cache
from operator import mul

from bot.assessment.scores import Scores
from bot.assessment.tables import table
from bot.assessment.weights import moved


def stability(scores: Scores, draws: int) -> float | None:
    """Share of draws (0-1) in which the first option stays first; None without draws.

    The draws are seeded and the same for everyone, so the same profile always has the same confidence.
    """
    if draws < 1:
        return None
    best, *others = ((_column(scores, option), scores.bonus(option)) for option in scores.ranked)
    # only the lead over each rival matters, so each draw is one dot product per rival
    leads = [
        (tuple(mine - theirs for mine, theirs in zip(best[0], column, strict=True)), best[1] - bonus)
        for column, bonus in others
    ]
    kept = sum(
        all(10 * sum(map(mul, weights, lead)) + bonus >= 0 for lead, bonus in leads)
        for weights in _draws(tuple(scores.weights.values()), draws)
    )
    return kept / draws


def _column(scores: Scores, option: str) -> tuple[float, ...]:
    place = scores.options.index(option)
    return tuple(fits[place] for fits in scores.fits.values())


@lru_cache(maxsize=16)
def _draws(weights: tuple[float, ...], draws: int) -> tuple[tuple[float, ...], ...]:
    rows = table("confidence")["draws"]
    dice, spread = random.Random(rows["seed"]), rows["spread"]
    return tuple(moved(weights, [dice.uniform(-spread, spread) for _ in weights]) for _ in range(draws))
