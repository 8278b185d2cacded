"""From ranked labels to what to do: answer, ask which of two or three was meant, or decline."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.recognition.classifier import Ranked
from bot.recognition.labels import FAQ, OUT_OF_SCOPE, UNWRITTEN, intent_of

MOST_CHOICES = 3
CLEAR = 0.9  # the score from which a message means what it means, whatever was said before


@dataclass(frozen=True)
class Thresholds:
    """Scores (0-1) of the likeliest label from which it is trusted, and from which it is worth asking.

    Chosen by `bot.recognition.calibrate`.

    `lead`: how much more probable than the runner-up a label must be to be answered without asking.
    """

    answer: float
    offer: float
    lead: float


@dataclass(frozen=True)
class Decision:
    """`label` when one meaning is trusted; `choices` (labels) when it is worth asking; neither when nothing fits."""

    label: str | None = None
    choices: tuple[str, ...] = ()
    score: float = 0.0


def decide(ranked: Sequence[Ranked], thresholds: Thresholds) -> Decision:
    """Decide on a message's ranked labels (best first)."""
    if not ranked:
        return Decision()
    best = ranked[0]
    lead = best.probability - (ranked[1].probability if len(ranked) > 1 else 0.0)
    if best.score >= thresholds.answer and lead >= thresholds.lead:
        return Decision(label=best.label, score=best.score)
    if best.score < thresholds.offer:
        return Decision(score=best.score)
    # What cannot be answered is not worth a choice: when it is the best reading, say so by name.
    if intent_of(best.label) in (OUT_OF_SCOPE, UNWRITTEN):
        return Decision(label=best.label, score=best.score)
    likeliest = [r.label for r in ranked if intent_of(r.label) == FAQ][:MOST_CHOICES]
    return Decision(choices=tuple(likeliest), score=best.score)
