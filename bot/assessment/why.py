"""Why: the visitor's own answers that speak most for the recommended option, and what was ruled out."""

from __future__ import annotations

from typing import Any

from bot.assessment.said import given, said, size
from bot.assessment.scores import Scores
from bot.assessment.situation import Situation
from bot.assessment.tables import source, table

SHOWN = 3
WORTH_SAYING = 3  # points of lead from which a reason is given even without words of its own
GOOD_FIT = 7  # of 10: below this a criterion does not speak for the option, it only speaks less against it


def why(case: Situation, scores: Scores) -> list[dict[str, Any]]:
    """The three strongest reasons of the given answers: by lead over the runner-up in points, then by fit."""
    best, rival = scores.ranked[0], scores.ranked[1] if len(scores.ranked) > 1 else None
    leading = [reason for reason in _reasons(case, scores, best, rival) if reason["points"] > 0]
    rest = [reason for reason in _fitting(case, scores, best) if reason["rule"] not in {r["rule"] for r in leading}]
    told: set[str] = set()
    fresh: list[dict[str, Any]] = []
    repeated: list[dict[str, Any]] = []
    for reason in [*sorted(leading, key=lambda reason: -reason["points"]), *rest]:
        (repeated if set(reason["answer"]) <= told else fresh).append(reason)
        told |= set(reason["answer"])
    return [*fresh, *repeated][:SHOWN]


def ruled_out(case: Situation, scores: Scores) -> list[dict[str, Any]]:
    """Each option that a veto removed, with the rule, its reason and its source."""
    fte = size(case.workload.fte) if case.workload.fte is not None else ""
    return [
        {
            "option": option,
            "rule": rule["id"],
            "reason": rule["reason"].format(fte=fte),
            "source": source(rule["source"]),
        }
        for rule in scores.vetoes
        for option in rule["removes"]
        if option in scores.options
    ]


def _reasons(case: Situation, scores: Scores, best: str, rival: str | None) -> list[dict[str, Any]]:
    reasons = []
    for criterion in scores.weights:
        mine = scores.fits[criterion][scores.options.index(best)]
        theirs = scores.fits[criterion][scores.options.index(rival)] if rival else 0
        lead = 10 * scores.weights[criterion] * (mine - theirs)
        if reason := _criterion(case, scores, criterion, best, rival, lead):
            reasons.append(reason)
    for rule in scores.bonuses:
        lead = rule["points"].get(best, 0) - (rule["points"].get(rival, 0) if rival else 0)
        if set(rule["answers"]) <= case.profile.given and rule["points"].get(best, 0) > 0:
            reasons.append(_reason(case, rule["id"], rule["answers"], rule["reason"], lead, rule["source"]))
    return reasons


def _fitting(case: Situation, scores: Scores, best: str) -> list[dict[str, Any]]:
    reasons = []
    place = scores.options.index(best)
    for criterion in sorted(scores.weights, key=lambda name: -scores.weights[name] * scores.fits[name][place]):
        if scores.fits[criterion][place] >= GOOD_FIT:
            reason = _criterion(case, scores, criterion, best, None, 0.0)
            if reason:
                reasons.append(reason)
    if "work" in case.profile.given:
        families = table("workload")["families"]
        clause = table("reasons")["family"][best]
        name = families[case.family]["source"]
        reasons.append(_reason(case, f"family.{case.family}", ["work"], clause, 0.0, name))
    return reasons


def _criterion(
    case: Situation, scores: Scores, criterion: str, best: str, rival: str | None, lead: float
) -> dict[str, Any] | None:
    model = table(scores.model)["criteria"][criterion]
    value = scores.values[criterion]
    one = value if isinstance(value, str) else value[0]
    row = model["values"][one]
    needed = set(row.get("needs", ()))
    told = case.facts["given"]
    if one in ("unknown", "none") and criterion in ("size", "data"):
        return None
    if not needed <= told or not set(model["answers"]) & told or not given(_keys(case, model), case.profile):
        return None
    clause = table("reasons")["criteria"].get(criterion, {}).get(one, {}).get(best)
    if clause is None and lead < WORTH_SAYING:
        return None
    if clause is None:
        names, default = table("options"), table("reasons")["default" if rival else "default_alone"]
        clause = default.format(option=names[best]["text"], other=names[rival]["text"] if rival else "")
    return _reason(case, f"{case.family}.{criterion}.{one}", _keys(case, model), clause, lead, row["source"])


def _keys(case: Situation, model: dict[str, Any]) -> list[str]:
    keys = []
    for key in model["answers"]:
        if key != "contact":
            keys.append(key)
        else:
            keys.append("channels" if case.profile.channels else "unit" if case.family == "inbound" else "work")
    return keys


def _reason(case: Situation, rule: str, keys: list[str], clause: str, points: float, name: str) -> dict[str, Any]:
    phrase = said(keys, case.profile, case.workload)
    text = f"{phrase[:1].upper()}{phrase[1:]}: {clause}."
    answer = given(keys, case.profile)
    return {"rule": rule, "answer": answer, "text": text, "points": round(points, 1), "source": source(name)}
