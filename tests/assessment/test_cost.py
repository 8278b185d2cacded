"""Cost is a range with its basis and source, or a reason for none; a budget is checked against it."""

from collections.abc import Callable
from typing import Any

import pytest

Advise = Callable[..., dict[str, Any]]
CALLS: dict[str, Any] = {
    "work": ["customer_support"],
    "volume": 8000,
    "unit": "calls",
    "period": "month",
    "aht": 5,
    "setup": "none",
    "priority": "cost",
    "complexity": "mixed",
    "channels": ["voice"],
    "ai_ok": "no",
    "hours": "24x7",
}


def test_the_example_of_the_house_voice_costs_what_it_says(advise: Advise) -> None:
    advice = advise(**CALLS)
    assert advice["option"] == "CC_DEDICATED" and advice["location"]["best"] == "offshore"
    assert (advice["cost_month"]["low"], advice["cost_month"]["high"]) == (8300, 17000)


def test_a_cost_names_its_basis_its_source_and_its_reliability(advise: Advise) -> None:
    cost = advise(**CALLS)["cost_month"]
    assert cost["indicative"] and cost["basis"] and cost["source"]["title"] and cost["reliability"] == "C"


@pytest.mark.parametrize(
    "answers",
    [
        {"volume": None},
        {"work": ["research_analytics"], "volume": 2, "unit": "fte"},
        {"home": "Germany", "location_pref": "onshore", "location_strength": "must"},
        {"unit": "usd"},
        {"volume": 0},
    ],
)
def test_without_a_usable_price_there_is_a_reason(answers: dict[str, Any], advise: Advise) -> None:
    cost = advise(**{**CALLS, **answers})["cost_month"]
    assert cost["low"] is None and cost["high"] is None and cost["reason"]


def test_a_range_of_volumes_widens_the_cost(advise: Advise) -> None:
    one, two = advise(**CALLS)["cost_month"], advise(**{**CALLS, "volume": [8000, 12000]})["cost_month"]
    assert two["low"] == one["low"] and two["high"] > one["high"]


def test_a_low_budget_is_said_with_cheaper_changes_that_are_cheaper(advise: Advise) -> None:
    advice = advise(**{**CALLS, "priority": "scale"}, location_pref="nearshore", budget_month=5000)
    check = advice["budget_check"]
    assert check["status"] == "mismatch" and check["ratio"] > 1.25 and check["cheaper"]
    assert all(offer["low"] < advice["cost_month"]["low"] for offer in check["cheaper"])


@pytest.mark.parametrize(("budget", "status"), [(6000, "mismatch"), (7000, "tight"), (12000, "tight"), (20000, "fits")])
def test_a_budget_is_a_mismatch_from_a_quarter_below_the_cost(budget: int, status: str, advise: Advise) -> None:
    assert advise(**CALLS, budget_month=budget)["budget_check"]["status"] == status


def test_a_range_of_budgets_is_held_to_its_upper_end(advise: Advise) -> None:
    assert advise(**CALLS, budget_month=[1000, 7000])["budget_check"]["status"] == "tight"


def test_a_cheaper_offer_never_breaks_a_rule_on_the_place(advise: Advise) -> None:
    advice = advise(**CALLS, data=["medicaid"], budget_month=1000)
    assert {offer["location"] for offer in advice["budget_check"]["cheaper"]} <= {"onshore"}


def test_payroll_and_books_together_are_one_price(advise: Advise) -> None:
    books = {"work": ["finance_accounting"], "volume": 2000, "unit": "invoices", "setup": "none"}
    alone = advise(**books)["cost_month"]
    both = advise(**{**books, "work": ["finance_accounting", "hr_payroll"], "employees": 100})["cost_month"]
    assert both["low"] == pytest.approx(alone["low"] + 4000, rel=0.05)
