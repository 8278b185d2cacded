"""Work of several families gets one answer for each, and an honest summary."""

from collections.abc import Callable
from typing import Any

Advise = Callable[..., dict[str, Any]]
CHARITY: dict[str, Any] = {
    "work": ["hr_payroll", "customer_support"],
    "volume": 1500,
    "unit": "calls",
    "period": "month",
    "aht": 5,
    "employees": 60,
    "setup": "inhouse_strained",
    "priority": "cost",
}


def test_front_and_back_work_need_both(advise: Advise) -> None:
    advice = advise(**CHARITY)
    assert advice["option"] == "MULTI" and advice["verdict"] == "both"
    assert [part["option"] for part in advice["workstreams"]] == ["CC_SHARED", "BACKOFFICE_BPO"]


def test_a_volume_counts_for_the_work_it_is_about(advise: Advise) -> None:
    calls, payroll = advise(**CHARITY)["workstreams"]
    assert calls["staffing"]["people"] and "60 employees" in payroll["cost_month"]["basis"]


def test_the_least_certain_workstream_speaks_for_the_confidence(advise: Advise) -> None:
    advice = advise(**{**CHARITY, "employees": None})
    assert advice["confidence"] == "low" and advice["workstreams"][0]["confidence"] != "low"


def test_the_total_is_the_sum_or_is_not_given(advise: Advise) -> None:
    advice = advise(**CHARITY)
    low = sum(part["cost_month"]["low"] for part in advice["workstreams"])
    assert abs(advice["cost_month"]["low"] - low) <= low * 0.05
    assert advise(**{**CHARITY, "employees": None})["cost_month"]["reason"]


def test_a_budget_is_held_against_the_total(advise: Advise) -> None:
    advice = advise(**CHARITY, budget_month=2000)
    assert "budget_mismatch" in advice["flags"] and advice["budget_check"]["status"] == "mismatch"
    assert all(part["budget_check"]["status"] is None for part in advice["workstreams"])


def test_inbound_and_outbound_calls_are_two_call_centers(advise: Advise) -> None:
    advice = advise(work=["customer_support", "outbound_sales"], setup="none", volume=9000, unit="calls")
    assert advice["option"] == "MULTI" and advice["verdict"] == "call_center"


def test_expert_legal_review_beside_research_is_one_job(advise: Advise) -> None:
    advice = advise(work=["research_analytics", "legal_processing"], complexity="expert", setup="none")
    assert advice["option"] == "KPO"


def test_every_family_at_once_is_still_one_object(advise: Advise, schema: Any) -> None:
    advice = advise(work=["customer_support", "outbound_sales", "hr_payroll", "research_analytics"])
    schema.validate(advice)
    assert len(advice["workstreams"]) == 4
