"""The volume group of the profile (and the budget) from the numbers of a message."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from bot.reading.measure import Measure
from bot.reading.money import budget, is_budget, is_debt
from bot.reading.quantity import Quantity, plain
from bot.reading.units import words_of

_CONTACTS = ("calls", "chats", "emails", "tickets", "contacts")
_PIECES = ("orders", "invoices", "claims", "records", "documents")
_POSTS = ("agents", "fte")
_LONGEST = 120  # minutes; "20,000 minutes of calls a month" is no handle time
# Of periods that are mixed ("60 calls a day and 300 emails a week") the volumes are added up by the month, of five-day weeks.
_A_MONTH = {"day": 260 / 12, "week": 52 / 12, "fortnight": 26 / 12, "month": 1.0, "quarter": 1 / 3, "year": 1 / 12}
_SCALED = {"quarter": (1 / 3, "month"), "fortnight": (0.5, "week")}
CHANNEL_OF = {"calls": "voice", "emails": "email", "chats": "chat"}


@dataclass
class Amounts:
    """What the numbers say: a partial profile, the keys read from fuzzy phrases, and readings to ask about."""

    profile: dict[str, Any] = field(default_factory=dict)
    fuzzy: set[str] = field(default_factory=set)
    ambiguous: list[tuple[str, list[dict[str, Any]]]] = field(default_factory=list)


def read_amounts(
    measures: list[Measure], asked: str | None, payroll: bool, outbound: bool = False, corrects: bool = False
) -> Amounts:
    """The volume, handle time, headcount and budget that live (stated, not asked) measures give.

    `payroll`: the message is about payroll, so people are counted as employees. `outbound`: about outbound work, so
    customers are counted as contacts. `corrects`: about an earlier answer, whose unit may be left out.
    """
    reached = "contacts" if outbound else None
    measures = [replace(m, unit=reached) if m.unit == "customers" else m for m in measures]
    amounts = Amounts()
    corrected = corrects or any(m.denied for m in measures)
    measures = [m for m in measures if not m.denied]
    durations = [m for m in measures if m.duration in ("minutes", "seconds")]
    _handle_time(durations, asked, amounts)
    rest = [m for m in measures if not m.duration and m.next_word not in ("%", "percent")]
    counted = any(m.unit and not m.money for m in rest)
    for measure in rest:
        if is_budget(measure, asked, counted):
            value, readings = budget(measure, asked)
            if value is not None:
                amounts.profile.setdefault("budget_month", value)
            elif readings:
                amounts.ambiguous.append(("priority", readings))
    rest = [m for m in rest if not is_budget(m, asked, counted)]
    debts = [
        replace(m, unit="usd") for m in rest if m.money == "usd" and (is_debt(m) or (asked == "volume" and not m.unit))
    ]
    rest = debts + [m for m in rest if m.money is None]
    _volume(rest, asked, payroll, corrected, amounts)
    return amounts


def _handle_time(measures: list[Measure], asked: str | None, amounts: Amounts) -> None:
    timed = [m for m in measures if _is_handle_time(m, asked)]
    if not timed:
        return
    first = timed[0]
    minutes = (first.quantity.low + first.quantity.high) / 2 / (60 if first.duration == "seconds" else 1)
    if len(timed) > 1 and first.duration == "minutes" and timed[1].duration == "seconds":
        minutes += timed[1].quantity.low / 60  # "6 min 10 sec"
    if minutes > _LONGEST:
        return
    if first.quantity.fuzzy or first.quantity.low != first.quantity.high:
        amounts.fuzzy.add("aht")
    amounts.profile["aht"] = plain(round(minutes, 2))


def _is_handle_time(measure: Measure, asked: str | None) -> bool:
    nearby = set(measure.nearby)
    if nearby & words_of("not_handle_time") or nearby & {"cents", "cent"}:
        return False
    return asked == "volume" or bool(nearby & (words_of("handle_time") | words_of("handled")))


def _volume(measures: list[Measure], asked: str | None, payroll: bool, corrected: bool, amounts: Amounts) -> None:
    people = [m for m in measures if m.unit in ("employees", "people")]
    if asked == "setup" and not corrected:
        measures = [m for m in measures if m.unit not in (*_POSTS, "employees", "people")]
        people = []
    contacts = [m for m in measures if m.unit in _CONTACTS]
    pieces = [m for m in measures if m.unit in (*_PIECES, "usd")]
    posts = [m for m in measures if m.unit in _POSTS and not m.own]
    bare = [m for m in measures if _counts_bare(m, asked, corrected)]
    counts = payroll or asked == "volume" or corrected
    heads = [m for m in people if counts and (m.unit == "employees" or payroll or asked == "volume")]
    if heads:
        amounts.profile["employees"] = heads[0].quantity.value
        if heads[0].quantity.fuzzy or (heads[0].unit == "people" and not payroll):
            amounts.fuzzy.add("employees")
    if contacts and (top := _top(measures, contacts[0])):
        contacts = [top]
    chosen = contacts or pieces[:1] or heads[:1] or posts[:1] or bare[:1]
    if not chosen:
        return
    _fill(_sum(chosen), amounts)
    if contacts:
        channels = list(dict.fromkeys(CHANNEL_OF[m.unit] for m in contacts if m.unit in CHANNEL_OF))
        if channels:
            amounts.profile["channels"] = channels


def _counts_bare(measure: Measure, asked: str | None, corrected: bool) -> bool:
    """Whether a number without a unit is the volume."""
    if measure.unit or measure.money or asked == "priority" or measure.next_word in words_of("not_counted"):
        return False
    if asked == "volume" or corrected:
        return True
    return measure.period is not None and measure.next_word in words_of("to_period") | words_of("adverbs")


def _top(measures: list[Measure], first: Measure) -> Measure | None:
    """A volume with the most that comes: "200 chats a day, 250 tops"."""
    most = [m.quantity.high for m in measures if m.unit in (None, first.unit) and m.next_word in words_of("tops")]
    if not most or most[0] <= first.quantity.low:
        return None
    return replace(first, quantity=replace(first.quantity, high=most[0]))


def _sum(measures: list[Measure]) -> Measure:
    """Volumes of several channels as one; of several periods by the month, where each can be told; else the first."""
    first = measures[0]
    periods = {m.period for m in measures if m.period}
    if len({m.unit for m in measures}) == 1:
        return first
    if len(periods) > 1:
        if not all(m.period in _A_MONTH for m in measures):
            return first
        measures = [_monthly(m) for m in measures]
    low, high = sum(m.quantity.low for m in measures), sum(m.quantity.high for m in measures)
    fuzzy = any(m.quantity.fuzzy for m in measures)
    total = Quantity(low, high, first.quantity.start, measures[-1].quantity.end, fuzzy)
    return replace(first, quantity=total, unit="contacts", period=measures[0].period or next(iter(periods), None))


def _monthly(measure: Measure) -> Measure:
    factor = _A_MONTH[measure.period or "month"]
    low, high = (float(round(end * factor)) for end in (measure.quantity.low, measure.quantity.high))
    quantity = replace(measure.quantity, low=low, high=high, fuzzy=True)  # converted, so to be echoed
    return replace(measure, quantity=quantity, period="month")


def _fill(measure: Measure, amounts: Amounts) -> None:
    profile = amounts.profile
    if measure.period in _SCALED:
        factor, period = _SCALED[measure.period]
        low, high = (plain(round(end * factor)) for end in (measure.quantity.low, measure.quantity.high))
        scaled = replace(measure.quantity, low=low, high=high, fuzzy=True)  # converted, so to be echoed
        measure = replace(measure, quantity=scaled, period=period)
    unit = "employees" if measure.unit == "people" else measure.unit
    profile["volume"] = measure.quantity.value
    if unit:
        profile["unit"] = unit
    if measure.quantity.fuzzy:
        amounts.fuzzy.add("volume")
    if measure.period and unit not in ("employees", *_POSTS):
        profile["period"] = measure.period
    elif (
        {"total", "altogether"} & set(measure.nearby)
        or unit in (*_POSTS, "usd")
        or (unit in _PIECES and words_of("batch") & set(measure.nearby))
    ):
        profile["period"] = "total"
