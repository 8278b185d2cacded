"""A message taken apart: its words, clauses, mentions and measures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.reading.clauses import Clause, Mood
from bot.reading.measure import Measure
from bot.reading.mention import Mention

Denied = Callable[[Mention, Sequence[Clause], Sequence[Mention], list[str]], bool]


@dataclass(frozen=True)
class Part:
    """The clauses of one mood: what they state and what they deny."""

    words: list[str]
    clauses: list[Clause]
    mentions: list[Mention]
    denied: list[Mention]
    measures: list[Measure]
    text: str
    clause_of: dict[Mention, Clause] = field(default_factory=dict)

    def said(self) -> set[str]:
        """The words of these clauses."""
        return {word for clause in self.clauses for word in clause.words}


@dataclass(frozen=True)
class Message:
    """A normalized message and everything found in it."""

    text: str
    words: list[str]
    clauses: list[Clause]
    mentions: list[Mention]
    measures: list[Measure]

    def part(self, mood: Mood, denied: Denied) -> Part:
        """What stands in the clauses of this mood."""
        mine = [c for c in self.clauses if c.mood is mood]
        clause_of: dict[Mention, Clause] = {}
        for mention in self.mentions:
            clause = next((c for c in mine if c.start <= mention.start < c.end), None)
            if clause is not None:
                clause_of[mention] = clause
        no = [m for m in clause_of if denied(m, self.clauses, self.mentions, self.words)]
        yes = [m for m in clause_of if m not in no]
        measures = [m for m in self.measures if any(c.start <= m.first < c.end for c in mine)]
        text = " , ".join(" ".join(c.words) for c in mine)
        return Part(self.words, mine, yes, no, measures, text, clause_of)
