"""A dialogue act, where a conversation stands when it is made, and how actions are told of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from bot.reading import Challenge
from bot.recognition.classifier import Ranked


class Reading(Protocol):
    """What was read from a message for the assessment (see `bot.reading`)."""

    @property
    def profile(self) -> Mapping[str, Any]:
        """The part of a profile that the message fills."""

    @property
    def fuzzy(self) -> Collection[str]:
        """Its keys that were read from vague words."""

    @property
    def adds(self) -> bool:
        """Whether its lists come on top of what is known."""

    @property
    def ambiguous(self) -> Sequence[Any]:
        """What must be asked (see `bot.reading.reading.Ambiguity`)."""

    def covers(self, group: str) -> bool:
        """Whether the slot group that was asked about got an answer."""


@dataclass(frozen=True)
class Standing:
    """Where the conversation stands.

    `open`: the assessment is asking; `asked`: the slot group of its question; `offered`: the slugs of the last "did you
    mean"; `finished`: a recommendation was given and may be revised; `previous`: the title of the entry answered last;
    `confirming`: the act that was asked about ("start over?"); `choices`: the titles of the last message's buttons;
    `handoff`: how far the hand-off to a person is (see `bot.dialogue.handoff`).
    """

    open: bool = False
    asked: str | None = None
    offered: tuple[str, ...] = ()
    finished: bool = False
    previous: str | None = None
    confirming: str | None = None
    choices: tuple[str, ...] = ()
    handoff: str | None = None


@dataclass(frozen=True)
class Act:
    """A dialogue act. `intent` is Rasa's; the rest is for the actions that serve it.

    `label` the full label (`faq/<slug>`), `choices` slugs to offer, `profile` what was read for the assessment, `fuzzy` its
    keys that were read from vague words and `adds` whether its lists come on top of what is known, `readings` what an
    unclear answer may mean, `groups` the answers to change, `challenge` what is asked about a recommendation, `confirmed`
    whether the visitor was asked about it and said yes, `aside` the slug of a question asked beside an answer, `several`
    the labels of all that was asked in one message, `missed` whether one question more was not understood (`choices` may
    have it), `step` what becomes of a hand-off, `contact` how the visitor wants to be reached, `personal` whether it tells an
    address or a number that nobody asked for.
    """

    intent: str
    label: str | None = None
    confidence: float = 1.0
    choices: tuple[str, ...] = ()
    profile: Mapping[str, Any] = field(default_factory=dict)
    fuzzy: tuple[str, ...] = ()
    adds: bool = False
    readings: tuple[Mapping[str, Any], ...] = ()
    groups: tuple[str, ...] = ()
    challenge: Challenge | None = None
    confirmed: bool = False
    aside: str | None = None
    several: tuple[str, ...] = ()
    missed: bool = False
    step: str | None = None
    contact: str | None = None
    personal: bool = False
    ranked: list[Ranked] = field(default_factory=list)


def as_event(act: Act, cards: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The act as plain data for the tracker: what actions read from the latest message."""
    card = cards.get(act.label or "", {})
    return {
        "label": act.label,
        "choices": list(act.choices),
        "profile": dict(act.profile),
        "fuzzy": list(act.fuzzy),
        "adds": act.adds,
        "readings": [dict(reading) for reading in act.readings],
        "groups": list(act.groups),
        "challenge": asdict(act.challenge) if act.challenge else None,
        "confirmed": act.confirmed,
        "aside": act.aside,
        "several": [{"label": label, "name": cards.get(label, {}).get("name")} for label in act.several],
        "missed": act.missed,
        "step": act.step,
        "contact": act.contact,
        "personal": act.personal,
        "name": card.get("name"),
        "topic": card.get("topic"),
    }
