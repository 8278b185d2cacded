"""What the owner's figures are made of."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Activity:
    """What visitors wrote, and what came of it.

    `questions` are the messages that got an answer, a choice of entries, or a word that there is none. A message with two
    questions may count in several of the next five: `answered`, `offered` a choice, `declined` as not ours, declined for
    want of a checked answer (`unwritten`), `not_understood`. `misread` are answers to the assessment's questions that were
    not understood. `failed` are messages whose turn failed and that were not sent again.
    """

    conversations: int = 0
    messages: int = 0
    failed: int = 0
    questions: int = 0
    answered: int = 0
    offered: int = 0
    declined: int = 0
    unwritten: int = 0
    not_understood: int = 0
    misread: int = 0


@dataclass(frozen=True)
class Assessed:
    """Conversations in which an assessment began: with a recommendation, left without one, or still under way."""

    begun: int = 0
    finished: int = 0
    left: int = 0
    under_way: int = 0


@dataclass(frozen=True)
class Question:
    """A question of the assessment: in how many conversations it was `asked`, and in how many it was left at it."""

    slot: str
    asked: int
    left: int


@dataclass(frozen=True)
class Advised:
    """A kind of recommendation: how often it was `given`, and in how many conversations it was the `last` one."""

    option: str
    verdict: str
    given: int
    last: int


@dataclass(frozen=True)
class Chosen:
    """What came of the times that a choice of entries was offered.

    The visitor took one of them (in its place), said that it was none, went on otherwise, or wrote nothing more.
    """

    offered: int = 0
    first: int = 0
    second: int = 0
    third: int = 0
    none: int = 0
    otherwise: int = 0
    nothing_more: int = 0


@dataclass(frozen=True)
class Handed:
    """Conversations handed to a person: how many of them with a contact, and what became of them.

    `more` are deliveries of what a visitor added later, of which `more_failed` failed.
    """

    sent: int = 0
    with_contact: int = 0
    delivered: int = 0
    waiting: int = 0
    failed: int = 0
    more: int = 0
    more_failed: int = 0


@dataclass(frozen=True)
class Thumbs:
    """How many of the bot's messages were judged helpful, and how many not."""

    up: int = 0
    down: int = 0


@dataclass(frozen=True)
class Entry:
    """An entry by its slug: how often it answered, in how many conversations, and what was thought of it."""

    faq: str
    answers: int
    conversations: int
    up: int
    down: int


@dataclass(frozen=True)
class Judgment:
    """A message of the bot that was judged, and the message that it replied to. `faq` is the entry, if one answered."""

    given: datetime
    channel: str
    question: str
    answer: str
    faq: str | None
    helpful: bool
    reason: str | None


@dataclass(frozen=True)
class Miss:
    """A message that got no answer: why, and the label that came nearest."""

    received: datetime
    channel: str
    text: str
    reason: str
    guess: str | None
