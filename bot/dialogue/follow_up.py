"""What a question means that only the one before makes clear: "and which one pays more?"."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.dialogue.text_form import asks_on, leans, spelt_out
from bot.recognition.classifier import Ranked
from bot.recognition.decision import MOST_CHOICES
from bot.recognition.labels import FAQ, intent_of

MOST_WORDS = 9  # a longer question stands on its own
# Chosen on the follow-ups of data/calibration, and on its questions that follow on nothing, played behind another entry:
LEADING, LIKELY = 0.2, 0.02  # what the entry before leads to weighs more, where it is likely at all
AGAIN = 0.6  # the entry before is named in the text by its subject, and weighs less than that says
SPELT_OUT = 2  # rankings that the one with the subject in its pronoun's place counts for
ANSWERED, ASKED = 0.48, 0.3  # the weights from which one is answered, and from which it is asked which was meant

_CLAUSE = re.compile(r"\? |, (?:and|or|also|for)\b|: | \(")
_OPENING = re.compile(
    r"(?:what (?:is|are|does|do)|how (?:do|does|is|are|can)|why (?:do|are)|when (?:should|did)|where (?:are|can)"
    r"|which|who|is|are|does|can|do)\s+",
    re.IGNORECASE,
)
_SMALL = re.compile(r"\b(?:i|you|we|an?|the)\b ?", re.IGNORECASE)
_CLOSING = re.compile(r"\s+(?:mean|stand for|work|differ|include)$", re.IGNORECASE)


@dataclass(frozen=True)
class Followed:
    """The entries (labels) that fit, best first, how likely the first is, and whether it may be answered unasked."""

    labels: tuple[str, ...] = ()
    weight: float = 0.0
    bound: bool = False

    @property
    def label(self) -> str | None:
        """The entry that is sure enough to be answered."""
        return self.labels[0] if self.bound and self.weight >= ANSWERED else None

    @property
    def choices(self) -> tuple[str, ...]:
        """The entries that are worth asking about."""
        return self.labels[:MOST_CHOICES] if self.weight >= ASKED else ()


def subject_of(question: str) -> str:
    """What a question is about, which "it" stands for in the next one: "AHT" of "What is AHT, and how is it measured?"."""
    first = _CLAUSE.split(question.strip().rstrip("?"))[0]
    return _CLOSING.sub("", _SMALL.sub("", _OPENING.sub("", first, count=1))).strip()


def follow(
    text: str,
    alone: Sequence[Ranked],
    previous: str,
    before: str | None,
    leads_to: Sequence[str],
    rank: Callable[[str], Sequence[Ranked]],
) -> Followed:
    """Weigh a short question behind `previous`, whose label is `before` and whose entry leads to others.

    It is ranked alone, with the subject of the question before it on either side, for where a word stands counts, and with
    the subject in place of a pronoun.
    """
    if not alone or len(text.split()) > MOST_WORDS:
        return Followed()
    subject = subject_of(previous)
    weights: defaultdict[str, float] = defaultdict(float)
    leaning = leans(text)
    again = AGAIN if leaning else 0.0  # what names its own subject is not about the one before
    rankings = [alone, rank(f"{subject} {text}"), rank(f"{text} {subject}")]
    named = spelt_out(text, subject)
    if named:
        rankings += [rank(named)] * SPELT_OUT
    for place, ranking in enumerate(rankings):
        for near in ranking:
            if intent_of(near.label) == FAQ:
                share = again if near.label == before and place > 0 else 1.0
                weights[near.label] += near.score * share / len(rankings)
    for label in leads_to:
        if weights.get(label, 0.0) > LIKELY:
            weights[label] += LEADING
    likely = sorted((label for label in weights if weights[label] > LIKELY), key=lambda label: -weights[label])
    if not likely:
        return Followed()
    weight = min(1.0, weights[likely[0]])
    led = likely[0] in leads_to and weight >= ANSWERED + LEADING  # by what it says itself, too
    fitting = tuple(dict.fromkeys([*likely, *leads_to]))
    return Followed(fitting, weight, (leaning or led) and asks_on(text))
