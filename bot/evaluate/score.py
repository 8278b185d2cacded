"""Scores replies against what was acceptable."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.evaluate.cases import Case
from bot.evaluate.guess import Guess

RIGHT, OFFERED, WRONG, DECLINED, TOO_MUCH = "right", "offered", "wrong", "declined", "offered_too_much"
OUTCOMES = (RIGHT, OFFERED, WRONG, DECLINED, TOO_MUCH)
RATES = {
    "right_first": (RIGHT,),
    "right_or_offered": (RIGHT, OFFERED),
    "wrong": (WRONG,),
    "declined": (DECLINED,),
    "offered_too_much": (TOO_MUCH,),
}
Z = 1.96  # 95%


@dataclass(frozen=True)
class Played:
    """A case, what was said, and what it is worth; `guess` where it is known what the recogniser held likeliest."""

    case: Case
    outcome: str
    said: tuple[str, ...]
    choices: tuple[str, ...] = ()
    guess: Guess | None = None


def said(replies: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[str]]:
    """What replies amount to: answered slugs and kinds of reply in order, and the slugs offered."""
    things: list[str] = []
    choices: list[str] = []
    for reply in replies:
        metadata = reply.get("metadata") or {}
        kind = metadata.get("kind")
        if kind == "answer":
            things.append(metadata["faq"])
        elif kind == "clarify":
            things.append("clarify")
            choices += metadata.get("choices", [])
        elif metadata.get("language") == "other":
            things.append("other_language")
        elif kind in ("fallback", "out_of_scope", "error"):
            things.append("decline")
        elif kind in ("question", "recommendation"):
            things.append("assess")
        elif kind in ("smalltalk", "handoff"):
            things.append(kind)
    return list(dict.fromkeys(things)), choices


def judge(case: Case, replies: Sequence[Mapping[str, Any]], guess: Guess | None = None) -> Played:
    """Judge the replies to a case."""
    things, choices = said(replies)
    return Played(case, _outcome(case, things, choices), tuple(things), tuple(choices), guess)


def _outcome(case: Case, things: list[str], choices: list[str]) -> str:
    acceptable = frozenset().union(*case.expected)
    first = things[: len(case.expected)]
    if first and all(thing in acceptable for thing in first) and all(group & set(things) for group in case.expected):
        return RIGHT
    if "clarify" in things:
        return OFFERED if acceptable & set(choices) else TOO_MUCH
    if any(thing not in acceptable and thing != "decline" for thing in things):
        return WRONG
    # Part of a question answered is not a wrong answer, but not a right one either.
    return DECLINED


@dataclass
class Tally:
    """Counts of outcomes."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))

    @property
    def n(self) -> int:
        """How many cases."""
        return sum(self.counts.values())

    def share(self, *outcomes: str) -> float:
        """The share of cases with one of these outcomes; 0 of none."""
        return sum(self.counts[outcome] for outcome in outcomes) / self.n if self.n else 0.0

    def as_dict(self) -> dict[str, Any]:
        """Counts of outcomes, and all rates, each with its count and its 95% interval."""
        found: dict[str, Any] = {"n": self.n, **self.counts}
        for name, outcomes in RATES.items():
            count = sum(self.counts[outcome] for outcome in outcomes)
            low, high = interval(count, self.n)
            found[f"{name}_count"] = count
            found[f"{name}_rate"] = round(self.share(*outcomes), 4)
            found[f"{name}_interval"] = [round(low, 4), round(high, 4)]
        return found


def interval(k: int, n: int) -> tuple[float, float]:
    """Wilson's 95% interval of a share k/n (Wilson 1927); (0, 1) of none."""
    if n == 0:
        return 0.0, 1.0
    p, z = k / n, Z
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def tally(played: Iterable[Played]) -> Tally:
    """Count outcomes."""
    total = Tally()
    for one in played:
        total.counts[one.outcome] += 1
    return total


def by(played: Iterable[Played], key: str) -> dict[str, Tally]:
    """Tallies per `style`, or per `entry` (the first acceptable slug of each case)."""
    groups: dict[str, list[Played]] = defaultdict(list)
    for one in played:
        name = one.case.style or "-" if key == "style" else min(one.case.expected[0])
        groups[name].append(one)
    return {name: tally(group) for name, group in sorted(groups.items())}


def macro(tallies: Mapping[str, Tally], rate: str = "right_first") -> float:
    """The mean over groups of a rate, so that every group weighs the same."""
    return sum(group.share(*RATES[rate]) for group in tallies.values()) / len(tallies) if tallies else 0.0
