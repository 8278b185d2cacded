"""Sensitivity: what the advice would be if one number of the tables were another, one at a time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.assessment.cases import Case
from bot.assessment.judgment import judge
from bot.assessment.location import place_scores
from bot.assessment.parameter import Parameter, parameters, with_moved
from bot.assessment.scores import Scores
from bot.assessment.workstream import split

OWN_TEAM = "INHOUSE"


@dataclass(frozen=True)
class Decision:
    """What is decided in one workstream of a case: its option, or the place for it.

    `label` is the case's name, with the family of work where the case has several workstreams.
    """

    case: str
    label: str
    work: tuple[str, ...]
    scores: Scores

    @property
    def winner(self) -> str:
        """The option or place that is recommended."""
        return self.scores.ranked[0]

    @property
    def runner_up(self) -> str | None:
        """The next, unless every other one is ruled out."""
        return self.scores.ranked[1] if len(self.scores.ranked) > 1 else None

    @property
    def lead(self) -> float | None:
        """Points between the two."""
        return lead_of(self.winner, self.scores)


@dataclass(frozen=True)
class Outcome:
    """Who wins after a move, and the points between the winner of before and the best of the others.

    The lead is negative where another wins, None where there is no other.
    """

    winner: str
    lead: float | None


@dataclass(frozen=True)
class Flip:
    """The smallest move of a parameter, in whole percent of itself, that changes the winner, and the new winner."""

    percent: int
    winner: str


@dataclass(frozen=True)
class Effect:
    """What one parameter does to one decision: the outcome when it is moved `down` or `up` by the share, and its flip.

    `flip` is None when no move within 100% changes the winner.
    """

    parameter: Parameter
    decision: Decision
    down: Outcome
    up: Outcome
    flip: Flip | None

    @property
    def decides(self) -> bool:
        """Whether the winner changes within the share."""
        return {self.down.winner, self.up.winner} != {self.decision.winner}

    @property
    def loss(self) -> float:
        """Points of the lead that are lost by the worse of the two moves; 0 where nothing can be lost."""
        lead = self.decision.lead
        after = [outcome.lead for outcome in (self.down, self.up) if outcome.lead is not None]
        return max(0.0, lead - min(after)) if lead is not None and after else 0.0


@dataclass(frozen=True)
class Sensitivity:
    """The effects of all parameters, each moved by `share` (0-1) of itself, on the options and places of all cases."""

    share: float
    options: list[Decision]
    places: list[Decision]

    @cached_property
    def on_options(self) -> list[Effect]:
        """Effects on the options, in the order of the cases."""
        return [effect for decision in self.options for effect in effects(decision, self.share)]

    @cached_property
    def on_places(self) -> list[Effect]:
        """Effects on the places, as long as the options stay what they are."""
        return [effect for decision in self.places for effect in effects(decision, self.share)]


def sensitivity(cases: Iterable[Case], share: float) -> Sensitivity:
    """Judge the cases, and find what rests on which number. An own team stays at home, so its place is no decision."""
    options, places = [], []
    for case in cases:
        parts = split(case.profile)
        for part, _ in parts:
            now = judge(part)
            label = case.name if len(parts) == 1 else f"{case.name} {now.case.family}"
            options.append(Decision(case.name, label, now.case.work, now.scores))
            if now.option != OWN_TEAM:
                places.append(Decision(case.name, label, now.case.work, place_scores(now.case, now.option)[0]))
    return Sensitivity(share, options, places)


def effects(decision: Decision, share: float) -> Iterator[Effect]:
    """The effect of every parameter on a decision."""
    for parameter in parameters(decision.scores):
        down, up = (_outcome(decision, parameter, move) for move in (-share, share))
        yield Effect(parameter, decision, down, up, _flip(decision, parameter))


def nearest(found: Iterable[Effect]) -> Effect | None:
    """The effect whose parameter needs the smallest move to change a winner; None when none can."""
    flips = [effect for effect in found if effect.flip]
    return min(flips, key=lambda effect: abs(effect.flip.percent) if effect.flip else 0, default=None)


def lead_of(option: str, scores: Scores) -> float | None:
    """Points between an option and the best of the others; None when there is no other."""
    others = [points for other, points in scores.points.items() if other != option]
    return scores.points[option] - max(others) if others else None


def _outcome(decision: Decision, parameter: Parameter, share: float) -> Outcome:
    scores = with_moved(decision.scores, parameter, share)
    return Outcome(scores.ranked[0], lead_of(decision.winner, scores))


def _flip(decision: Decision, parameter: Parameter) -> Flip | None:
    def winner(percent: int) -> str:
        return with_moved(decision.scores, parameter, percent / 100).ranked[0]

    # Every lead is monotonic in every parameter, so who has lost stays behind: bisection finds the first.
    found = []
    for moves in (range(-1, -101, -1), range(1, 101)):
        first = bisect_left(moves, True, key=lambda percent: winner(percent) != decision.winner)
        if first < len(moves):
            found.append(Flip(moves[first], winner(moves[first])))
    return min(found, key=lambda flip: abs(flip.percent), default=None)
