"""Advice around the option: contradictions, assumptions, flags, watch-outs, technology and next steps."""

from __future__ import annotations

from bot.assessment.judgment import Judgment
from bot.assessment.said import number, words
from bot.assessment.situation import Situation, default_channels
from bot.assessment.tables import table
from bot.assessment.when import Facts, holds

SKIPPED = {
    # questions that a family of work is not asked, so that their defaults are not worth a sentence
    "outbound": {"hours", "peaks", "continuity", "ai_ok", "channels"},
    "backoffice": {"hours", "peaks", "ai_ok", "channels", "languages"},
    "knowledge": {"hours", "peaks", "ai_ok", "channels", "languages"},
    "inbound": {"continuity"},
}


def contradictions(case: Situation) -> list[str]:
    """Answers that pull against each other, one sentence each."""
    return [rule["text"] for rule in table("contradictions") if holds(rule["when"], case.facts)]


def assumptions(case: Situation) -> list[str]:
    """One sentence for each default that the advice rests on."""
    said: list[str] = []
    told, load, profile = case.profile.given, case.workload, case.profile
    for key, row in table("answers").items():
        if key in told or "assumption" not in row or key in SKIPPED[case.family]:
            continue
        value = row.get("default", "")
        if key == "volume" and load.fte is not None:
            continue
        if key in ("unit", "period", "aht") and "volume" not in told:
            continue
        if key == "unit":
            value = words("unit", load.unit)
        elif key == "period" and load.units is None:
            continue
        elif key == "aht":
            if load.units is None or load.minutes is None:
                continue
            value = number(load.minutes * (2 if load.unit == "chats" else 1))
        elif key == "employees" and ("hr_payroll" not in case.work or load.payroll):
            continue
        elif key == "complexity":
            value = words(key, case.facts["complexity"])
        elif key == "channels":
            value = words(key, list(default_channels(profile, case.family)))
        elif key == "languages":
            if case.facts["language"] != "english":
                continue
            value = "English"
        said.append(row["assumption"].format(value=value))
    if profile.volume is not None and load.fte is None:
        said.insert(
            0,
            table("workload")["unread"].format(unit=words("unit", load.unit), work=words("work", case.work)),
        )
    if profile.period == "total" and load.units is not None:
        said.append(table("workload")["total"])
    return said


def facts(now: Judgment, confidence: str, conflicts: int, budget: str | None) -> Facts:
    """The facts of a situation with those of its judgment, for the rules about what to say."""
    case, option = now.case, now.option
    small = any(rule["rule"] == "L2" for rule in now.location.rules)
    add_on = case.facts["ai_ok"] == "yes" and any(rule["id"] == "V2" for rule in now.scores.vetoes)
    return {
        **case.facts,
        "option": option,
        "outsourced": "no" if option == "INHOUSE" else "yes",
        "location": now.location.best,
        "place_rules": tuple(rule["rule"] for rule in now.location.rules),
        "small_payroll": "yes" if small else "no",
        "ai_add_on": "yes" if add_on else "no",
        "confidence": confidence,
        "contradictions": conflicts,
        "budget_status": budget,
    }


def flags(known: Facts) -> list[str]:
    """Codes of the points that must be said, in the order of tables/flags.yml."""
    return [rule["code"] for rule in table("flags") if any(holds(when, known) for when in rule["any"])]


def watch_outs(known: Facts, raised: list[str]) -> list[str]:
    """What the flags say, then the general warnings that apply."""
    lines = [rule["say"] for rule in table("flags") if rule["code"] in raised]
    lines += [row["text"] for row in table("advice")["watch_outs"] if holds(row["when"], known)]
    return lines


def technology(known: Facts) -> list[str]:
    """Systems the option needs."""
    return [row["text"] for row in table("advice")["technology"] if holds(row["when"], known)]


def next_steps(known: Facts) -> list[str]:
    """Three to five things to do next."""
    rows = table("advice")
    return [row["text"] for row in rows["next_steps"] if holds(row["when"], known)][: rows["limits"]["next_steps"]]
