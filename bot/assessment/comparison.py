"""Answers to doubts about a recommendation: what changes when an answer does, and how one option stands against another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.assessment.flips import flips
from bot.assessment.judgment import Judgment
from bot.assessment.location import place_scores
from bot.assessment.profile import Profile
from bot.assessment.said import amount, joined, words
from bot.assessment.tables import table
from bot.assessment.why import ruled_out
from bot.assessment.workstream import judge_each

Advice = Mapping[str, Any]
LEVEL = 0.05  # points; a criterion that moves less decides nothing


def changes(before: Advice, after: Advice) -> str:
    """What is different between two recommendations (their `to_dict()`), the option first; figures are the objects'."""
    said = [_option(before, after), *_changes(before, after)]
    return " ".join(said if len(said) > 1 else [*said, "Nothing else changes."])


def contrast(profile: Profile, named: Sequence[str] = ()) -> list[str]:
    """How the recommended option stands against others, or its place against other places: a paragraph each.

    `named` are codes of options and places; without any it is the runner-up. A profile of several kinds of work gets
    a paragraph for each kind that the name is a choice for.
    """
    judged = judge_each(profile)
    places = table("location")["places"]
    said = [
        f"**{_capital(words('work', list(now.case.work)))}:** {text}" if len(judged) > 1 else text
        for now in judged
        for name in named or (None,)
        if (text := _place(now, name) if name is not None and name in places else _against(now, name))
    ]
    return said or [
        f"{_name(name)} is not a choice for {words('work', [work for now in judged for work in now.case.work])}."
        for name in named
    ]


def _option(before: Advice, after: Advice) -> str:
    score = f"{after['points']:g} points of 100"
    if after["workstreams"] or before["workstreams"]:
        if after["verdict_text"] == before["verdict_text"]:
            return "The advice stays the same for each kind of work."
        return f"**{after['verdict_text']}**"
    rival = ""
    if after["runner_up"]:
        gap = f"{after['margin']:g} points behind" if after["margin"] else "level"
        rival = f"; {table('options')[after['runner_up']]['text']} is {gap}"
    if after["option"] == before["option"]:
        moved = f"{before['points']:g} to {score}" if after["points"] != before["points"] else f"still {score}"
        return f"It stays **{after['option_text']}** ({moved}{rival})."
    return f"It would be **{after['option_text']}** instead of {before['option_text']} ({score}{rival})."


def _changes(before: Advice, after: Advice) -> Iterator[str]:
    if after["confidence"] != before["confidence"]:
        yield f"Confidence: {after['confidence']} instead of {before['confidence']}."
    places = table("location")["words"]
    if after["location"]["best"] != before["location"]["best"]:
        old, new = (places[advice["location"]["best"]] for advice in (before, after))
        yield f"Place: {new} instead of {old} ({after['location']['reason']})."
    if after["pricing"]["model"] != before["pricing"]["model"]:
        yield f"Priced {table('wording')['pricing'][after['pricing']['model']]}."
    if _cost(after) != _cost(before):
        yield f"Cost: {_cost(after)} instead of {_cost(before)}."
    old, new = before["staffing"]["people"], after["staffing"]["people"]
    if new != old and new is not None:
        yield f"People to plan for: {new}{f' instead of {old}' if old is not None else ''}."
    if after["budget_check"]["status"] != before["budget_check"]["status"] and after["budget_check"]["reason"]:
        yield f"Budget: {after['budget_check']['reason']}"
    new_flags = set(after["flags"]) - set(before["flags"]) - set(table("wording")["said_elsewhere"])
    yield from (row["say"] for row in table("flags") if row["code"] in new_flags)
    yield from (line for line in after["contradictions"] if line not in before["contradictions"])


def _cost(advice: Advice) -> str:
    cost = advice["cost_month"]
    return "none that I can give" if cost["low"] is None else f"${amount(cost['low'])}-{amount(cost['high'])} a month"


def _against(now: Judgment, name: str | None) -> str:
    """The recommended option against another; empty when that one is no choice for this kind of work."""
    scores, best = now.scores, now.option
    if name == best:
        return f"{_name(best)} is what I recommend, with {_points(now, best)}."
    if name is None:
        name = scores.ranked[1] if len(scores.ranked) > 1 else None
        if name is None:
            return f"There is no runner-up: {_name(best).lower()} is the only option your answers leave."
    if name not in scores.options:
        return ""
    if name not in scores.points:
        reasons = [row["reason"] for row in ruled_out(now.case, scores) if row["option"] == name]
        return f"{_name(name)} is ruled out: {'; '.join(reasons)}."
    leads = _leads(now, best, name)
    ahead, behind = ([(said, lead) for said, lead in leads if sign * lead > 0] for sign in (1, -1))
    text = f"{_name(best)} gets {_points(now, best)}, {table('options')[name]['text']} {_points(now, name)}."
    if ahead:
        text += f" It is ahead on {_listed(ahead)}"
        text += f"; behind on {_listed(behind)}." if behind else " and behind on nothing."
    ways = [row["text"][3:].split(":")[0] for row in flips(now.case, best, {}) if row["option"] == name]
    return f"{text} It would turn around if {' or if '.join(ways)}." if ways else text


def _leads(now: Judgment, best: str, other: str) -> list[tuple[str, float]]:
    """Where the points between two options come from, the most telling first."""
    scores = now.scores
    mine, theirs = scores.options.index(best), scores.options.index(other)
    names = table("wording")["criteria"]
    leads = [
        (names[criterion], 10 * weight * (scores.fits[criterion][mine] - scores.fits[criterion][theirs]))
        for criterion, weight in scores.weights.items()
    ]
    for rule in scores.bonuses:
        leads.append((f"the point that {rule['reason']}", rule["points"].get(best, 0) - rule["points"].get(other, 0)))
    return sorted(((said, lead) for said, lead in leads if abs(lead) > LEVEL), key=lambda row: -abs(row[1]))


def _listed(leads: Sequence[tuple[str, float]]) -> str:
    return joined(f"{said} ({abs(lead):.1f})".replace(".0)", ")") for said, lead in leads)


def _place(now: Judgment, name: str) -> str:
    said, best = table("location")["words"], now.location.best
    if name == best:
        return f"{said[name].capitalize()} is where I would put it: {now.location.reason}."
    reasons = [rule["reason"] for rule in now.location.rules if name in rule["removes"] and rule["reason"]]
    if name in now.location.vetoed and reasons:
        return f"{said[name].capitalize()} is ruled out: {'; '.join(reasons)}."
    scores, _ = place_scores(now.case, now.option)
    if name not in scores.points:
        return f"{said[name].capitalize()} is ruled out here."
    gap = scores.points[best] - scores.points[name]
    how = f"{gap:.1f} points of 100 behind" if gap >= LEVEL else "level with"
    return f"{said[name].capitalize()} is {how} {said[best]} for this work: {now.location.reason}."


def _points(now: Judgment, option: str) -> str:
    return f"{round(min(100.0, now.scores.points[option]), 1):g} points"


def _name(option: str) -> str:
    places = table("location")["words"]
    return _capital(str(places[option] if option in places else table("options")[option]["text"]))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
