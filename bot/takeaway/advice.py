"""The sections on one piece of advice: the whole, or one kind of work of several."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from bot.assessment.said import joined
from bot.assessment.tables import table
from bot.assessment.wording import level
from bot.takeaway.blocks import Bars, Block, Facts, Paragraph, Points, Section, Table, Text
from bot.takeaway.citations import Citations
from bot.takeaway.phrases import capital, dollars, figure, monthly, option, places, points, rule

Advice = Mapping[str, Any]

CONFIDENCE = {
    "high": "High: it holds when the weights are changed",
    "medium": "Medium: it mostly holds when the weights are changed",
    "low": "Low: take it as a starting point, not as a decision",
}


def glance(advice: Advice) -> tuple[Block, ...]:
    """What was found, in a few lines, and how far it is ahead."""
    first, second = ("Two about equal: this", "or this") if level(advice) else ("Recommended", "Runner-up")
    rows = [
        (first, Text(capital(advice["option_text"]))),
        ("Score", Text(f"{points(advice['points'])} of 100 on your answers")),
        (second, Text(_runner_up(advice))),
        ("Confidence", Text(CONFIDENCE[advice["confidence"]])),
    ]
    if advice["option"] != "INHOUSE":
        rows.append(("Where", Text(_place(advice["location"]))))
    if advice["cost_month"]["low"] is not None:
        rows.append(("Indicative cost", Text(monthly(advice["cost_month"]))))
    if advice["staffing"]["people"] is not None:
        rows.append((f"People to plan for{_whose(advice)}", Text(figure(advice["staffing"]["people"]))))
    return Facts(tuple(rows)), _bars(advice)


def details(advice: Advice, cite: Citations, depth: int) -> list[Section]:
    """Why, what would change it, what was ruled out, place and price, cost, staffing."""
    return [
        Section(title, blocks, depth)
        for title, blocks in (
            ("Why", _why(advice, cite)),
            ("What would change it", change(advice)),
            ("What was ruled out", _ruled_out(advice, cite)),
            ("Place, pricing and technology", _terms(advice, cite)),
            ("Cost", cost(advice, cite)),
            (f"Staffing{_whose(advice)}", _staffing(advice)),
        )
        if blocks
    ]


def change(advice: Advice) -> tuple[Block, ...]:
    """Single answers that would lead to another option."""
    if not advice["flips"]:
        return (Paragraph(Text("No single answer that was tried leads to another option.")),)
    return (Points(tuple(Text(flip["text"]) for flip in advice["flips"])),)


def cost(advice: Advice, cite: Citations) -> tuple[Block, ...]:
    """The indicative cost with its basis, and how it compares with the budget."""
    price, check = advice["cost_month"], advice["budget_check"]
    if price["low"] is None:
        return (Paragraph(Text(f"There is no figure: {price['reason']}")),)
    rows = [
        ("Indicative cost", Text(monthly(price))),
        ("Basis", cite.text(capital(price["basis"]), price["source"])),
    ]
    if check["status"] in ("fits", "tight"):  # a mismatch is said first of all
        rows.append(("Your budget", Text(check["reason"])))
    return (Facts(tuple(rows)),)


def over_budget(advice: Advice) -> tuple[Block, ...]:
    """That the budget does not cover the cost, and what would cost less."""
    check = advice["budget_check"]
    said = Paragraph(Text(f"The budget does not cover this. {check['reason']}"))
    if not check["cheaper"]:
        return (said,)
    rows = (
        (
            Text(capital(offer["text"])),
            Text(option(offer["option"])),
            Text(places([offer["location"]])),
            Text(dollars(offer)),
        )
        for offer in check["cheaper"]
    )
    return said, Table(("What would cost less", "Option", "Where", "US dollars a month"), tuple(rows))


def _runner_up(advice: Advice) -> str:
    if advice["runner_up"] is None:
        return "None: the answers rule out everything else"
    gap = f"{points(advice['margin'])} behind" if advice["margin"] else "which draws level"
    return f"{option(advice['runner_up'])}, {gap}"


def _bars(advice: Advice) -> Bars:
    rows = [(capital(advice["option_text"]), advice["points"], figure(advice["points"]))]
    if advice["runner_up"] is not None:
        behind = f"{figure(advice['margin'])} behind" if advice["margin"] else "level"
        rows.append((option(advice["runner_up"]), advice["points"] - advice["margin"], behind))
    return Bars(tuple(rows))


def _why(advice: Advice, cite: Citations) -> tuple[Block, ...]:
    if not advice["why"]:
        return ()
    rows = (
        (
            cite.text(reason["text"], reason["source"]),
            Text(f"+{figure(reason['points'])}" if reason["points"] else "level"),
            Text(rule(reason["rule"])),
        )
        for reason in advice["why"]
    )
    return (Table(("Your answer, and what follows", "Lead (points)", "Rule"), tuple(rows)),)


def _ruled_out(advice: Advice, cite: Citations) -> tuple[Block, ...]:
    if not advice["ruled_out"]:
        return ()
    rows = []
    for code, group in groupby(advice["ruled_out"], key=lambda gone: gone["rule"]):
        gone, *more = group
        names = joined(table("options")[one["option"]]["text"] for one in (gone, *more))
        rows.append((Text(capital(names)), cite.text(capital(gone["reason"]), gone["source"]), Text(rule(code))))
    return (Table(("Option", "Reason", "Rule"), tuple(rows)),)


def _terms(advice: Advice, cite: Citations) -> tuple[Block, ...]:
    place, pricing = advice["location"], advice["pricing"]
    rows = []
    if advice["option"] != "INHOUSE":
        told = place["reason"] in [gone["reason"] for gone in place["rules"]]
        rows.append(("Where", Text(f"{_place(place)}." if told else f"{_place(place)}: {place['reason']}.")))
        for gone in place["rules"]:
            words = f"{places(gone['removes'])}: {gone['reason']} (rule {rule(gone['rule'])})."
            rows.append(("Not possible", cite.text(words, gone["source"])))
    rows.append(("Pricing", cite.text(_price(pricing), pricing["source"])))
    if advice["technology"]:
        rows.append(("Technology", Text(" ".join(advice["technology"]))))
    return (Facts(tuple(rows)),)


def _place(place: Mapping[str, Any]) -> str:
    names = table("location")["words"]
    second = f", then {names[place['second']]}" if place["second"] else " only"
    return capital(names[place["best"]]) + second


def _price(pricing: Mapping[str, Any]) -> str:
    names = table("wording")["pricing"]
    if pricing["model"] == "internal":
        return f"There is no provider to pay: it is a cost of your own (rule {rule(pricing['rule'])})."
    other = f", or {names[pricing['alternative']]}" if pricing["alternative"] else ""
    return f"{capital(names[pricing['model']])}{other}: {pricing['reason']} (rule {rule(pricing['rule'])})."


def _whose(advice: Advice) -> str:
    return str(table("wording")["staffing"].get(advice["option"], "")) if advice["staffing"]["people"] else ""


def _staffing(advice: Advice) -> tuple[Block, ...]:
    staff = advice["staffing"]
    if staff["people"] is None:
        return (Paragraph(Text(f"There is no figure: {staff['reason']}")),)
    rows = [
        ("Workload", f"{figure(staff['workload_fte'])} full-time people"),
        ("Calls in a busy hour", f"{figure(staff['busy_hour_calls'])}, a load of {figure(staff['erlangs'])} erlangs"),
        (
            "Agents on the phones",
            f"{figure(staff['agents_on_phones'])}, each busy {staff['occupancy']:.0%} of the time",
        ),
        ("Answered in time", f"{staff['service_level']:.1%}; the target is {staff['target']}"),
        ("Average wait", f"{figure(staff['asa'])} seconds"),
        ("People on the roster", f"{figure(staff['rostered'])}, to fill those seats in spite of absence"),
    ]
    if staff["coverage_floor"] is not None:
        rows.append(("Day and night", f"at least {figure(staff['coverage_floor'])} people, to keep one seat filled"))
    rows.append(("People to plan for", f"{figure(staff['people'])}, the most that any of these asks for"))
    return Facts(tuple((name, Text(words)) for name, words in rows)), Paragraph(Text(staff["caveat"]))
