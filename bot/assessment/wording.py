"""The recommendation in chat: three to six short paragraphs, the verdict first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.assessment.recommendation import Recommendation
from bot.assessment.said import amount, exact, joined, size, words
from bot.assessment.tables import table

Advice = Mapping[str, Any]
MOST = 6
COST, PEOPLE, PLACE, PRICE = "cost", "people", "place", "price"


def messages(recommendation: Recommendation | Advice) -> list[str]:
    """Word a recommendation, or its `to_dict()`, as chat with light markdown; figures are the object's."""
    advice = recommendation.to_dict() if isinstance(recommendation, Recommendation) else recommendation
    body = [_stream(one) for one in advice["workstreams"]] or [_why(advice), what_would_change(advice), _terms(advice)]
    if advice["workstreams"] and (money := _money(advice)):
        body[-1] += f" {money}"
    mind, end = _mind(advice), _end(advice)
    closing = [mind, end] if len(body) + 3 <= MOST else [" ".join(part for part in (mind, end) if part)]
    return [part for part in (_verdict(advice), *body, *closing) if part]


def excerpt(advice: Advice, what: str) -> str:
    """What a recommendation says of its cost, its people, its place or its price (`PARTS`).

    For each kind of work that it has, but for a cost of all together.
    """
    if not advice["workstreams"] or (what == COST and advice["cost_month"]["low"] is not None):
        return PARTS[what](advice) or _nothing(advice, what)
    told = [(words("work", one["work"]), excerpt({**one, "workstreams": []}, what)) for one in advice["workstreams"]]
    return "\n\n".join(f"**{work[:1].upper()}{work[1:]}:** {text}" for work, text in told)


def _nothing(advice: Advice, what: str) -> str:
    staff = advice["staffing"]
    if what == PEOPLE and staff["reason"]:
        if not staff["workload_fte"]:
            return f"No staffing: {staff['reason']}"
        return f"By the workload {size(staff['workload_fte'])} full-time people. No roster: {staff['reason']}"
    return "Where your own team sits: nothing moves." if what == PLACE else ""


def _verdict(advice: Advice) -> str:
    names = table("options")
    score = f"{advice['points']:g} points of 100 on your answers"
    sure = table("wording")["confidence"][advice["confidence"]]
    if advice["workstreams"]:
        least = sure.removeprefix("so ").removeprefix("and ")
        text = f"**{advice['verdict_text']}** Each is scored by itself; on the least certain, {least}."
    elif advice["runner_up"] is None:
        text = f"**{advice['verdict_text']}** ({score}; nothing else is possible on them, {sure})."
    elif level(advice):
        rival = names[advice["runner_up"]]["text"]
        gap = f"is {advice['margin']:g} points behind" if advice["margin"] else "draws level"
        text = f"**{advice['verdict_text']}** Just as good on your answers: {rival} ({score}; it {gap}, {sure})."
    else:
        rival = names[advice["runner_up"]]["text"]
        gap = f"is {advice['margin']:g} points behind" if advice["margin"] else "draws level"
        text = f"**{advice['verdict_text']}** ({score}; the runner-up, {rival}, {gap}, {sure})."
    if advice["budget_check"]["status"] == "mismatch":
        text += f" Your budget does not cover this. {advice['budget_check']['reason']}"
    if advice["contradictions"]:
        text += " " + " ".join(advice["contradictions"])
    return text


def level(advice: Advice) -> bool:
    """Whether the option and the next are too near to each other to call one of them better."""
    if advice["confidence"] != "low" or advice["margin"] is None:
        return False
    return bool(advice["margin"] < table("confidence")["medium"]["margin"])


def _why(advice: Advice) -> str:
    if not advice["why"]:
        return ""
    return "**Why:** " + " ".join(reason["text"] for reason in advice["why"])


def what_would_change(advice: Advice) -> str:
    """The nearest answers that would lead to another option."""
    if not advice["flips"]:
        return "**It would change if:** no single answer I tried leads to another option."
    return (
        "**It would change if:** " + "; ".join(_lower(flip["text"][3:].rstrip(".")) for flip in advice["flips"]) + "."
    )


def _terms(advice: Advice) -> str:
    parts = ["**Where and how priced:**", _place(advice), _price(advice), _money(advice), _staffing(advice)]
    return " ".join(part for part in parts if part)


def _stream(advice: Advice) -> str:
    head = words("work", advice["work"])
    sure = f"{advice['points']:g} points of 100, {advice['confidence']} confidence"
    text = f"**{head[:1].upper()}{head[1:]}:** {advice['option_text']} ({sure})."
    parts = [text, *(reason["text"] for reason in advice["why"][:2]), _place(advice), _price(advice)]
    return " ".join(part for part in (*parts, _money(advice), _staffing(advice)) if part)


def _place(advice: Advice) -> str:
    if advice["option"] == "INHOUSE":
        return ""
    names, place = table("location")["words"], advice["location"]
    second = f", then {names[place['second']]}" if place["second"] else " only"
    return f"{names[place['best']].capitalize()}{second} ({place['reason']})."


def _price(advice: Advice) -> str:
    names, pricing = table("wording")["pricing"], advice["pricing"]
    if pricing["model"] == "internal":
        return "There is no provider to pay: it is a cost of your own."
    other = f", or {names[pricing['alternative']]}" if pricing["alternative"] else ""
    return f"Priced {names[pricing['model']]}{other}: {pricing['reason']}."


def _money(advice: Advice) -> str:
    cost, check = advice["cost_month"], advice["budget_check"]
    if cost["low"] is None:
        return f"{'No total' if advice['workstreams'] else 'No cost'}: {cost['reason']}"
    where = cost["source"]
    told = where["title"] + (f", {where['year'] or 'undated'}" if where["reliability"] != "J" else "")
    if advice["workstreams"]:
        return f"Together: ${amount(cost['low'])}-{amount(cost['high'])} a month, not a quote."
    text = f"Indicative cost: ${amount(cost['low'])}-{amount(cost['high'])} a month, not a quote: "
    text += f"{cost['basis']} ({told})."
    if check["cheaper"]:
        offers = [f"{offer['text']} (${amount(offer['low'])}-{amount(offer['high'])})" for offer in check["cheaper"]]
        text += f" Cheaper: {joined(offers)}."
    elif check["status"] in ("fits", "tight"):
        text += f" Budget: {check['reason']}"
    return text


def _staffing(advice: Advice) -> str:
    staff = advice["staffing"]
    if staff["people"] is None:
        return ""
    whose = table("wording")["staffing"].get(advice["option"], "")
    return (
        f"Staffing{whose}: {exact(staff['busy_hour_calls'])} calls in a busy hour, {exact(staff['agents_on_phones'])} on "
        f"the phones and {exact(staff['rostered'])} on the roster, {exact(staff['people'])} people to plan for "
        f"({staff['service_level']:.0%} answered in time; the target is {staff['target']}). {staff['caveat']}"
    )


def _mind(advice: Advice) -> str:
    rows, said = table("flags"), table("wording")
    flagged = {row["say"] for row in rows}
    hushed = {row["say"] for row in rows if row["code"] in said["said_elsewhere"]}
    points = [line for line in advice["watch_outs"] if line in flagged and line not in hushed]
    general = [line for line in advice["watch_outs"] if line not in flagged][: said["general_warnings"]]
    return "**Mind:** " + " ".join(points + general) if points or general else ""


def _end(advice: Advice) -> str:
    assumed = f"**I assumed:** {' '.join(advice['assumptions'])} Next: " if advice["assumptions"] else "**Next:** "
    return assumed + " ".join(advice["next_steps"][:3])


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if not text.startswith("AI") else text


PARTS: Mapping[str, Callable[[Advice], str]] = {COST: _money, PEOPLE: _staffing, PLACE: _place, PRICE: _price}
