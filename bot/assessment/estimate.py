"""The estimate: what an option costs a month at a place, from price lists and statistics."""

from __future__ import annotations

from typing import Any

from bot.assessment.cost import Cost, cost_of, no_cost, ranged
from bot.assessment.situation import Situation
from bot.assessment.staffing import Staffing
from bot.assessment.tables import table
from bot.assessment.unit_price import needs_us, payroll_price, unit_price
from bot.assessment.workload import Range

DEDICATED = ("INHOUSE", "CC_DEDICATED", "CONTACT_CENTER")


def estimate(case: Situation, option: str, place: str, staffing: Staffing) -> Cost:
    """Price an option at a place; null with the reason when the volume or a usable price is missing."""
    rows, load = table("costs"), case.workload
    region, outside = case.facts["home_region"] or "us", option != "INHOUSE"
    back = case.family in ("backoffice", "knowledge")
    if load.fte is None:
        return no_cost("volume")
    if outside and (option == "KPO" or (back and case.facts["complexity"] == "expert")):
        return no_cost("expert")
    if back and outside and (load.payroll or unit_price(case)) and needs_us(case) and region != "us":
        return no_cost("home")
    if back and outside and option != "BLENDED" and (priced := unit_price(case)):
        return cost_of(*priced)
    if place == "multi_hub":
        return no_cost("multi_hub")
    by_minute = option == "CC_SHARED" and load.units is not None and load.minutes is not None
    rate = rows["per_minute" if by_minute else "rates"][place if outside else "own"]
    if rate["homes"] != "any" and region not in rate["homes"]:
        return no_cost("home")
    if by_minute and load.units and load.minutes:
        return _minutes((load.units[0] * load.minutes, load.units[1] * load.minutes), rate)
    uplift = rows["uplift"][case.facts["complexity"] if outside else "routine"]  # own wages are as they are
    hourly = (rate["low"] * uplift["low"], rate["high"] * uplift["high"])
    people = _people(case, option, staffing)
    if option == "AI_HYBRID" and load.units:
        return _with_ai(load.units, people, hourly, rate)
    return _hours(case, option, people, hourly, rate)


def _people(case: Situation, option: str, staffing: Staffing) -> Range:
    """The workload, or a whole seat when it never closes; at the top, the busy hour's roster."""
    low, high = case.workload.people or (0.0, 0.0)
    if case.workload.payroll and option in ("INHOUSE", "BLENDED"):
        paid = case.workload.payroll / table("workload")["employees_per_payroll_person"]["value"]
        low, high = low + paid, high + paid
    if option in DEDICATED and case.family == "inbound":
        floor = table("staffing")["floor_24x7"]["value"] if case.facts["hours"] == "24x7" else 0
        # a tiny volume is answered beside other work, so nobody is rostered for it alone
        roster = 0 if case.workload.size == "tiny" else staffing.rostered or 0
        low, high = max(low, floor), max(high, floor, roster)
    return low, high


def _hours(case: Situation, option: str, people: Range, hourly: Range, rate: dict[str, Any]) -> Cost:
    paid = table("workload")["paid_hours"]["value"]
    who = f"{ranged(people)} full-time people, {paid} paid hours each"
    basis = f"{who}, at ${ranged(hourly)} for {rate['per']}"
    low, high = people[0] * paid * hourly[0], people[1] * paid * hourly[1]
    if option == "BLENDED":
        share = table("costs")["overflow"]
        low, high = low * share["low"], high * share["high"]
        basis += f", for the {share['low']:.0%}-{share['high']:.0%} that goes outside; your own team is extra"
    elif option != "INHOUSE" and (payroll := payroll_price(case)):
        low, high = low + payroll[0][0], high + payroll[0][1]
        basis += f"; plus {payroll[1]}"
    return cost_of((low, high), basis, rate["source"])


def _minutes(minutes: Range, rate: dict[str, Any]) -> Cost:
    small = minutes[1] <= table("costs")["small_plan_minutes"]["value"]
    top = rate["high_small"] if small else rate["high"]
    basis = f"{ranged(minutes)} handled minutes at ${rate['low']:.2f}-{top:.2f} a minute on a shared team"
    return cost_of((minutes[0] * rate["low"], minutes[1] * top), basis, rate["source"])


def _with_ai(units: Range, people: Range, hourly: Range, rate: dict[str, Any]) -> Cost:
    ai, paid = table("costs")["ai"], table("workload")["paid_hours"]["value"]
    price, resolved = ai["price"], ai["resolved"]
    dollars = [
        units[end] * share * per + people[end] * (1 - share) * paid * hourly[end]
        for end, per in ((0, price["low"]), (1, price["high"]))
        for share in (resolved["low"], resolved["high"])
    ]
    bot = f"AI resolves {resolved['low']:.0%}-{resolved['high']:.0%} of {ranged(units)} contacts at "
    bot += f"${price['low']:.2f}-{price['high']:.2f} each"
    basis = f"{bot}, people the rest at ${ranged(hourly)} for {rate['per']}"
    return cost_of((min(dollars), max(dollars)), basis, price["source"])
