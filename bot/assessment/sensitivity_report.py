"""A sensitivity analysis for reading: as tables in a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.assessment.parameter import FIT, RULE, WEIGHT
from bot.assessment.sensitivity import Decision, Effect, Outcome, Sensitivity, nearest

KINDS = {WEIGHT: "weights", RULE: "rules", FIT: "fits"}


def as_json(found: Sensitivity) -> dict[str, Any]:
    """The whole analysis: under `options` and `places` the cases, and each parameter with its effect on each case."""
    return {
        "share": found.share,
        "options": _part(found.options, found.on_options),
        "places": _part(found.places, found.on_places),
    }


def as_text(found: Sensitivity) -> str:
    """The analysis as tables; of the fits, which are many, those that change something."""
    lines = ["OPTIONS", *_tables(found.options, found.on_options, found.share)]
    if found.places:
        lines += ["", "PLACES, the options kept as they are", *_tables(found.places, found.on_places, found.share)]
    return "\n".join(line.rstrip() for line in lines)


def by_parameter(effects: Iterable[Effect], kind: str) -> list[list[Effect]]:
    """The effects of the parameters of a kind, those of one parameter together."""
    groups: dict[tuple[str, float], list[Effect]] = {}
    for effect in effects:
        if effect.parameter.kind == kind:
            groups.setdefault((effect.parameter.name, effect.parameter.value), []).append(effect)
    return list(groups.values())


def _part(decisions: Sequence[Decision], effects: Sequence[Effect]) -> dict[str, Any]:
    part: dict[str, Any] = {"cases": [_case(decision, effects) for decision in decisions]}
    for kind, name in KINDS.items():
        part[name] = [
            {
                "name": group[0].parameter.name,
                "value": group[0].parameter.value,
                "changes": _changed(group),
                "effects": [_effect(effect) for effect in group],
            }
            for group in by_parameter(effects, kind)
        ]
    return part


def _case(decision: Decision, effects: Sequence[Effect]) -> dict[str, Any]:
    least = _nearest_weight(decision, effects)
    return {
        "case": decision.label,
        "work": list(decision.work),
        "winner": decision.winner,
        "lead": _rounded(decision.lead),
        "runner_up": decision.runner_up,
        "nearest_weight": {"name": least.parameter.name, **_flip(least)} if least else None,
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "case": effect.decision.label,
        "down": _outcome(effect.down),
        "up": _outcome(effect.up),
        "flip": _flip(effect) or None,
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {"winner": outcome.winner, "lead": _rounded(outcome.lead)}


def _flip(effect: Effect) -> dict[str, Any]:
    return {"percent": effect.flip.percent, "winner": effect.flip.winner} if effect.flip else {}


def _rounded(points: float | None) -> float | None:
    return None if points is None else round(points, 2)


def _changed(group: Iterable[Effect]) -> int:
    """How many cases change; two workstreams are one case."""
    return len({effect.decision.case for effect in group if effect.decides})


def _nearest_weight(decision: Decision, effects: Iterable[Effect]) -> Effect | None:
    return nearest(effect for effect in effects if effect.decision is decision and effect.parameter.kind == WEIGHT)


def _tables(decisions: Sequence[Decision], effects: Sequence[Effect], share: float) -> Iterator[str]:
    shown = {kind: by_parameter(effects, kind) for kind in KINDS}
    fits = len(shown[FIT])
    shown[FIT] = [group for group in shown[FIT] if _changed(group)]
    width = max(len(group[0].parameter.name) for groups in shown.values() for group in groups)
    for kind, groups in shown.items():
        title = f"fit ({len(groups)} of {fits} change something)" if kind == FIT else kind
        if groups or kind == FIT:
            yield ""
            yield f"{title:<{width}} {'value':>6} {'cases':>6} {'change':>7}  which"
        for group in groups:
            parameter, cases = group[0].parameter, len({effect.decision.case for effect in group})
            which = "; ".join(text for effect in group for text in _changes(effect, share))
            yield f"{parameter.name:<{width}} {parameter.value:>6g} {cases:>6} {_changed(group):>7}  {which}"
    label = max(len(decision.label) for decision in decisions)
    yield ""
    yield f"{'case':<{label}}  {'recommended':<15} {'lead':>5}  {'over':<15} smallest move of one weight that changes it"
    for decision in decisions:
        least = _nearest_weight(decision, effects)
        move = "none within 100%"
        if decision.runner_up is None:
            move = "nothing else is allowed"
        elif least and least.flip:
            move = f"{least.parameter.name} {least.flip.percent:+}%: {least.flip.winner}"
        lead = "" if decision.lead is None else f"{decision.lead:.1f}"
        yield f"{decision.label:<{label}}  {decision.winner:<15} {lead:>5}  {decision.runner_up or '':<15} {move}"


def _changes(effect: Effect, share: float) -> Iterator[str]:
    for sign, outcome in (("-", effect.down), ("+", effect.up)):
        if outcome.winner != effect.decision.winner:
            yield f"{effect.decision.label} {sign}{100 * share:g}%: {outcome.winner}"
