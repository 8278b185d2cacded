"""The workload: a volume as monthly units and full-time people, and its band of size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.assessment.answer import Amount
from bot.assessment.profile import Profile
from bot.assessment.tables import table

Range = tuple[float, float]


@dataclass(frozen=True)
class Workload:
    """Monthly work of one family. `units` and `people` are [low, high]; None is not known.

    `people` is full-time people without payroll, whose size is `payroll` (employees paid).
    """

    unit: str
    units: Range | None
    minutes: float | None
    people: Range | None
    payroll: float | None
    fte: float | None
    size: str


def workload(profile: Profile, family: str, work: Sequence[str]) -> Workload:
    """Size the work of one family; a volume in a unit that this family does not count in says nothing."""
    rows = table("workload")
    unit = profile.unit or default_unit(family, work)
    volume = profile.volume if unit in rows["families"][family]["units"] and any(ends(profile.volume)) else None
    payroll = _payroll(profile, unit, volume, work)
    units: Range | None = None
    people: Range | None = None
    minutes: float | None = None
    if volume is not None:
        low, high = ends(volume)
        if unit in ("fte", "agents"):
            people = (low, high)
        elif unit == "employees":
            if "it_services" in work:
                each = rows["tickets_per_user"]["value"] * rows["minutes"]["tickets"]["value"] / 60 / hours_of_one()
                people = (low * each, high * each)
        else:
            minutes = profile.aht or default_minutes(family, work, unit)
            if unit == "chats":
                minutes = minutes / rows["chat_concurrency"]["value"]
            factor = monthly(profile.period or "month", profile.hours or "business")
            units = (low * factor, high * factor)
            people = (units[0] * minutes / 60 / hours_of_one(), units[1] * minutes / 60 / hours_of_one())
    paid = payroll / rows["employees_per_payroll_person"]["value"] if payroll else 0.0
    fte = sum(people) / 2 + paid if people else (paid or None)
    return Workload(unit, units, minutes, people, payroll, fte, band(fte))


def default_unit(family: str, work: Sequence[str]) -> str:
    """The unit a number without one is read in."""
    rows = table("workload")
    by_work = [rows["unit_by_work"][item] for item in work if item in rows["unit_by_work"]]
    return str(by_work[0]) if family == "backoffice" and by_work else str(rows["families"][family]["unit"])


def default_minutes(family: str, work: Sequence[str], unit: str) -> float:
    """Minutes one unit takes when the visitor did not say."""
    minutes = table("workload")["minutes"]
    if family == "inbound":
        return float(minutes["tech_support" if set(work) == {"tech_support"} else "inbound"]["value"])
    return float(minutes["outbound" if family == "outbound" else unit]["value"])


def monthly(period: str, hours: str) -> float:
    """How often a period comes in a month; a total is spread over `months_of_a_total`."""
    rows = table("workload")
    day = rows["open"][hours]["days"]
    factors = {"hour": day * rows["open"][hours]["hours"], "day": day, "week": 52 / 12, "year": 1 / 12}
    return float(1 / rows["months_of_a_total"]["value"] if period == "total" else factors.get(period, 1))


def hours_of_one() -> float:
    """Hours of contacts that one full-time person handles a month: 160 paid x 70% x 80% busy = 89.6."""
    rows = table("workload")
    return float(rows["paid_hours"]["value"] * rows["after_shrinkage"]["value"] * rows["busy"]["value"])


def band(fte: float | None) -> str:
    """The band of size; `unknown` without a volume."""
    if fte is None:
        return "unknown"
    limits: dict[str, float] = table("workload")["bands"]["limits"]
    return [name for name, lowest in limits.items() if fte >= lowest][-1]


def ends(amount: Amount | None) -> Range:
    """Both ends of an amount; (0, 0) for none."""
    if amount is None:
        return (0.0, 0.0)
    return amount if isinstance(amount, tuple) else (amount, amount)


def _payroll(profile: Profile, unit: str, volume: Amount | None, work: Sequence[str]) -> float | None:
    if "hr_payroll" not in work:
        return None
    if unit == "employees" and volume is not None:
        return sum(ends(volume)) / 2
    return profile.employees or None
