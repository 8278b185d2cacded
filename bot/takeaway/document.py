"""A stored recommendation, with the answers it rests on, as one document. All that it says is said here and in `advice.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.assessment.region import home_region
from bot.assessment.said import words
from bot.assessment.tables import table
from bot.dialogue import echo
from bot.takeaway.advice import CONFIDENCE, Advice, change, cost, details, glance, over_budget
from bot.takeaway.blocks import Block, Document, Facts, Paragraph, Points, Section, Text
from bot.takeaway.citations import Citations
from bot.takeaway.phrases import capital, day, figure, monthly

TITLE = "Call center or BPO: which one does your business need?"
ANSWERS = {
    "work": "Work",
    "volume": "Volume",
    "setup": "Who does it today",
    "priority": "What matters most",
    "data": "Data",
    "hours": "Hours and peaks",
    "complexity": "Requests and AI",
    "channels": "Channels",
    "home": "Customers and place",
}
LETTER = ("us", "canada", None)  # without a market the prices are for the United States


def document(
    recommendation: Advice, profile: Mapping[str, Any], made: date, until: date, owner: str | None = None
) -> Document:
    """The document on a recommendation (recommendation.schema.json) and its profile; every figure is the recommendation's.

    `made` is the day of the recommendation, `until` the last day of its link, `owner` the name of who runs the bot.
    """
    cite = Citations()
    body = _parts(recommendation, cite) if recommendation["workstreams"] else details(recommendation, cite, 2)
    sections = [
        *_urgent(recommendation),
        Section("At a glance", _summary(recommendation)),
        Section("Your answers", (_answers(profile),)),
        *body,
        *_lists(recommendation),
        Section("Sources", (cite.listed(),)),
    ]
    by = f" by the advice bot of {owner}" if owner else ""
    return Document(
        title=TITLE,
        kicker=f"Recommendation of {day(made)}{by}",
        verdict=recommendation["verdict_text"],
        sections=tuple(sections),
        notes=(
            "Indicative, not a quote: the figures come from the published sources above and from your answers, and no "
            "provider has seen them. This is not legal, tax or financial advice.",
            f"Made on {day(made)}. The link to this recommendation works until {day(until)}; whoever has it can read this.",
        ),
        paper="letter" if home_region(profile.get("home")) in LETTER else "a4",
    )


def _urgent(advice: Advice) -> list[Section]:
    found = []
    if advice["budget_check"]["status"] == "mismatch":
        found.append(Section("Check the budget first", over_budget(advice), urgent=True))
    if advice["contradictions"]:
        found.append(Section("Answers that do not go together", (_points(advice["contradictions"]),), urgent=True))
    return found


def _summary(advice: Advice) -> tuple[Block, ...]:
    if not advice["workstreams"]:
        return glance(advice)
    rows = [
        (
            capital(words("work", stream["work"])),
            Text(f"{capital(stream['option_text'])}, {figure(stream['points'])} of 100"),
        )
        for stream in advice["workstreams"]
    ]
    rows.append(("Confidence, at least", Text(CONFIDENCE[advice["confidence"]])))
    if advice["cost_month"]["low"] is not None:
        rows.append(("Indicative cost, together", Text(monthly(advice["cost_month"]))))
    return (Facts(tuple(rows)),)


def _answers(profile: Mapping[str, Any]) -> Block:
    rows = []
    for group, name in ANSWERS.items():
        keys = [key for key, row in table("answers").items() if row["group"] == group]
        if said := echo.phrases({key: profile.get(key) for key in keys}):
            rows.append((name, Text(capital("; ".join(said)))))
    return Facts(tuple(rows)) if rows else Paragraph(Text("No answers were given."))


def _parts(advice: Advice, cite: Citations) -> list[Section]:
    found = []
    for stream in advice["workstreams"]:
        found.append(
            Section(
                f"For {words('work', stream['work'])}",
                (Paragraph(Text(stream["verdict_text"])), *glance(stream)),
            )
        )
        found += details(stream, cite, 3)
    return [
        *found,
        Section("What would change the whole", change(advice)),
        Section("Cost together", cost(advice, cite)),
    ]


def _lists(advice: Advice) -> list[Section]:
    hushed = {row["say"] for row in table("flags") if row["code"] in table("wording")["said_elsewhere"]}
    return [
        Section(title, (_points(lines, numbered=title == "Next steps"),))
        for title, lines in (
            ("Watch out for", [line for line in advice["watch_outs"] if line not in hushed]),
            ("Next steps", advice["next_steps"]),
            ("Assumptions", advice["assumptions"]),
        )
        if lines
    ]


def _points(lines: list[str], numbered: bool = False) -> Points:
    return Points(tuple(Text(line) for line in lines), numbered)
