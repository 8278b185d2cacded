"""Recogniser, decision and reader by hand, for the tests of the listener."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.act import Act, Standing
from bot.dialogue.listener import GUARD, Listener
from bot.reading import Ambiguity, Challenge
from bot.reading.challenge import WHAT_IF, WHY_NOT
from bot.recognition.classifier import Ranked
from bot.recognition.decision import Decision

TITLES = {"what is bpo": "faq/what_is_bpo", "start over": "start_over", "hello": "smalltalk/greet"}


@dataclass(frozen=True)
class Read:
    """A reading by hand: a profile, and the slot groups it answers."""

    profile: Mapping[str, Any] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    fuzzy: frozenset[str] = frozenset()
    adds: bool = False
    ambiguous: tuple[Ambiguity, ...] = ()

    def covers(self, group: str) -> bool:
        return group in self.groups


class Understanding:
    """Recogniser, decision and reader by hand: what each text is decided to be, and what is read from it."""

    def __init__(
        self,
        decided: Mapping[str, Decision] | None = None,
        read: Mapping[str, Read] | None = None,
        foreign: Sequence[str] = (),
    ) -> None:
        self.decided, self.readings, self.foreign = decided or {}, read or {}, foreign
        self.asked: list[str | None] = []
        self.near_guard = False
        self.challenges: dict[str, Challenge] = {}
        self.changes: dict[str, tuple[str, ...]] = {}
        self.ranked: dict[str, list[Ranked]] = {}

    def rank(self, text: str) -> list[Ranked]:
        return self.ranked.get(text) or [
            Ranked(text, 0.5, 0.5),
            *([Ranked(GUARD, 0.2, 0.5)] if self.near_guard else []),
        ]

    def decide(self, ranked: Sequence[Ranked]) -> Decision:
        return self.decided.get(ranked[0].label, Decision())

    def read(self, text: str, asked: str | None) -> Read:
        self.asked.append(asked)
        return self.readings.get(text, Read())

    def _challenge(self, text: str, finished: bool) -> Challenge | None:
        found = self.challenges.get(text)
        return found if finished or found is None or found.kind not in (WHAT_IF, WHY_NOT) else None

    def listener(self) -> Listener:
        return Listener(
            self.rank,
            self.decide,
            self.read,
            TITLES,
            lambda text: text in self.foreign,
            challenge=self._challenge,
            change=self.changes.get,
        )


def hear(
    text: str,
    decision: Decision | None = None,
    read: Read | None = None,
    standing: Standing | None = None,
    foreign: bool = False,
    near_guard: bool = False,
) -> Act:
    """The act of one message that is decided and read as given."""
    understood = Understanding(
        {text: decision} if decision else {}, {text: read} if read else {}, (text,) if foreign else ()
    )
    understood.near_guard = near_guard
    return understood.listener().hear(text, standing or Standing())


OFFERED = Standing(offered=("what_is_bpo", "what_is_kpo"))
ASKED = Standing(open=True, asked="volume")
DONE = Standing(finished=True)
