"""Unit prices: back-office work that is bought by the employee, the user or the record."""

from __future__ import annotations

from bot.assessment.cost import ranged
from bot.assessment.situation import Situation
from bot.assessment.tables import table
from bot.assessment.workload import Range, ends

Priced = tuple[Range, str, str]  # dollars a month, the words that explain them, the source


def unit_price(case: Situation) -> Priced | None:
    """Price all of the work by its unit; None where hours are the better measure."""
    load = case.workload
    if case.facts["only"] == "it_services" and load.unit == "employees" and case.profile.volume is not None:
        return _priced("it_user", "users", ends(case.profile.volume))
    if case.facts["only"] == "data_entry" and load.unit == "records" and load.units:
        return _priced("record", "records a month", load.units)
    return payroll_price(case) if load.people is None else None


def payroll_price(case: Situation) -> Priced | None:
    """Price the payroll part of the work, by the employee; None when there is none."""
    paid = case.workload.payroll
    return _priced("payroll", "employees on the payroll", (paid, paid)) if paid else None


def needs_us(case: Situation) -> bool:
    """Say whether the unit prices are for buyers in the United States only (all but records)."""
    return set(case.work) != {"data_entry"}


def _priced(name: str, unit: str, units: Range) -> Priced:
    row = table("costs")[name]
    basis = f"{ranged(units)} {unit} at ${row['low']:g}-{row['high']:g} for {row['per']}"
    return (units[0] * row["low"], units[1] * row["high"]), basis, row["source"]
