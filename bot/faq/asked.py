"""What visitors asked and got no answer to, with likenesses taken together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import numpy as np

from bot.faq.near import words
from bot.faq.vectors import Array, Encode
from bot.masking import shown

LIKE = 0.8  # cosine of two wordings of one question


class Question(Protocol):
    """A message that got no answer, as the store has it."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def created(self) -> datetime:
        """When it came."""

    @property
    def guess(self) -> str | None:
        """The label that came nearest."""

    @property
    def score(self) -> float | None:
        """How near that was, from 0 to 1."""


@dataclass(frozen=True)
class Asked:
    """One question in all its wordings, the commonest first, and the guess that came nearest."""

    wordings: tuple[str, ...]
    count: int
    last: datetime
    guess: str | None
    score: float | None

    def as_json(self) -> dict[str, Any]:
        """The question for other programs."""
        return {
            "question": self.wordings[0],
            "count": self.count,
            "last": self.last.isoformat(),
            "guess": self.guess,
            "score": self.score,
            "wordings": list(self.wordings),
        }


def asked_most(questions: Iterable[Question], encode: Encode, like: float = LIKE) -> list[Asked]:
    """Questions grouped by likeness, most asked first: the same words, then vectors of a cosine of `like` or more.

    What may lead to a person is masked: it is nobody's question.
    """
    by_words: dict[str, list[Question]] = {}
    for question in questions:
        by_words.setdefault(" ".join(words(question.text)) or question.text.strip(), []).append(question)
    same = sorted(by_words.values(), key=len, reverse=True)
    groups = _by_meaning(same, encode([group[0].text for group in same]), like) if same else []
    return sorted(map(_asked, groups), key=lambda asked: (-asked.count, -asked.last.timestamp()))


def _by_meaning(same: Sequence[list[Question]], vectors: Array, like: float) -> list[list[Question]]:
    """Each wording joins the commoner one that it is nearest to, or begins a group of its own."""
    leaders: list[int] = []
    groups: list[list[Question]] = []
    for place, questions in enumerate(same):
        likeness = vectors[leaders] @ vectors[place] if leaders else np.zeros(0)
        if len(leaders) and likeness.max() >= like:
            groups[int(likeness.argmax())] += questions
        else:
            leaders.append(place)
            groups.append(list(questions))
    return groups


def _asked(questions: Sequence[Question]) -> Asked:
    nearest = max(questions, key=lambda question: -1 if question.score is None else question.score)
    return Asked(
        wordings=tuple(text for text, _ in Counter(shown(one.text) for one in questions).most_common()),
        count=len(questions),
        last=max(question.created for question in questions),
        guess=nearest.guess,
        score=nearest.score,
    )
