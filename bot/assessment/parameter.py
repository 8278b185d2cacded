"""The parameters of a score: the numbers of the tables that it rests on, and what it would be with another number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.assessment.scores import Scores, combined, listed
from bot.assessment.tables import table
from bot.assessment.weights import moved

WEIGHT, RULE, FIT = "weight", "rule", "fit"
BEST_FIT = 10.0


@dataclass(frozen=True)
class Parameter:
    """One number of the tables: a weight (0-1), the points a rule adds to an option, or a fit (0-10).

    `place` leads to it within the scores: the criterion; the rule's number and the option; or the criterion, the value
    and the option. `name` is unique but for R4, whose points depend on the answer.
    """

    kind: str
    name: str
    value: float
    place: tuple[str | int, ...]


def parameters(scores: Scores) -> Iterator[Parameter]:
    """Every parameter of what is still to choose from: the weights, then the rules that hold, then the fits."""
    for criterion, weight in scores.weights.items():
        yield Parameter(WEIGHT, f"{scores.model}.{criterion}", weight, (criterion,))
    for number, rule in enumerate(scores.bonuses):
        for option, points in rule["points"].items():
            if option in scores.points:
                yield Parameter(RULE, f"{rule['id']}.{option}", float(points), (number, option))
    rows = table(scores.model)["criteria"]
    for criterion, values in scores.values.items():
        for value in listed(values):
            for option, fit in zip(scores.options, rows[criterion]["values"][value]["fits"], strict=True):
                if option in scores.points:
                    name = f"{scores.model}.{criterion}.{value}.{option}"
                    yield Parameter(FIT, name, float(fit), (criterion, value, option))


def with_moved(scores: Scores, parameter: Parameter, share: float) -> Scores:
    """The scores with one parameter moved by a share of itself (0.3 is 30% up); a fit stays between 0 and 10."""
    if parameter.kind == WEIGHT:
        shares = [share if criterion == parameter.place[0] else 0.0 for criterion in scores.weights]
        weights = moved(tuple(scores.weights.values()), shares)
        return replace(scores, weights=dict(zip(scores.weights, weights, strict=True)))
    number = parameter.value * (1 + share)
    if parameter.kind == RULE:
        which, option = parameter.place
        bonuses = tuple(
            {**rule, "points": {**rule["points"], option: number}} if index == which else rule
            for index, rule in enumerate(scores.bonuses)
        )
        return replace(scores, bonuses=bonuses)
    criterion, value, option = map(str, parameter.place)
    rows = table(scores.model)["criteria"][criterion]["values"]
    columns = []
    for one in listed(scores.values[criterion]):
        column = list(rows[one]["fits"])
        if one == value:
            column[scores.options.index(option)] = min(number, BEST_FIT)
        columns.append(tuple(column))
    return replace(scores, fits={**scores.fits, criterion: combined(criterion, columns)})
