"""Which entries are taken for which."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.evaluate.score import OFFERED, RIGHT, TOO_MUCH, WRONG, Played

Name = tuple[str, str]


@dataclass(frozen=True)
class Confusion:
    """How often `got` was answered, or offered first, where `expected` (or what else is acceptable) was asked for."""

    expected: str
    got: str
    answered: int
    offered: int

    @property
    def n(self) -> int:
        """How often in all."""
        return self.answered + self.offered


def confusions(played: Iterable[Played]) -> list[Confusion]:
    """All pairs, worst first: the most answered wrongly, then the most offered."""
    answered: Counter[Name] = Counter()
    offered: Counter[Name] = Counter()
    for one in played:
        if one.outcome == WRONG:
            answered.update(_answered(one))
        elif one.outcome in (OFFERED, TOO_MUCH):
            offered.update(_offered(one))
    found = [Confusion(*pair, answered[pair], offered[pair]) for pair in answered | offered]
    return sorted(found, key=lambda pair: (-pair.answered, -pair.offered, pair.expected, pair.got))


def _answered(one: Played) -> Iterator[Name]:
    acceptable = frozenset().union(*one.case.expected)
    wanted = next((group for group in one.case.expected if not group & set(one.said)), one.case.expected[0])
    yield from ((min(wanted), thing) for thing in one.said if thing not in acceptable | {"decline", "clarify"})


def _offered(one: Played) -> Iterator[Name]:
    acceptable = frozenset().union(*one.case.expected)
    if one.choices and one.choices[0] not in acceptable:
        yield min(one.case.expected[0]), one.choices[0]


@dataclass(frozen=True)
class Matrix:
    """Counts by what was expected (rows) and what was said or offered first (columns), both in the order of `names`."""

    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


def matrix(played: Iterable[Played], found: Sequence[Confusion], most: int) -> Matrix:
    """The matrix of the names in confusions, the worst of these where there are more than `most`; right on the diagonal."""
    names: list[str] = []
    for pair in found:
        new = [name for name in dict.fromkeys((pair.expected, pair.got)) if name not in names]
        if len(names) + len(new) <= most:
            names += new
    cells = {(pair.expected, pair.got): pair.n for pair in found}
    right = Counter(min(one.case.expected[0]) for one in played if one.outcome == RIGHT)
    cells |= {(name, name): right[name] for name in names}
    names.sort()
    return Matrix(tuple(names), tuple(tuple(cells.get((row, column), 0) for column in names) for row in names))
