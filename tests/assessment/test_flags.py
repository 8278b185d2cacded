"""Each of the seventeen points is said when it must be, and not when it need not be."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.assessment.tables import table

CALLS: dict[str, Any] = {
    "work": ["customer_support"],
    "volume": 8000,
    "unit": "calls",
    "period": "month",
    "aht": 5,
    "setup": "none",
    "priority": "scale",
    "data": ["none"],
    "complexity": "mixed",
    "channels": ["voice"],
    "hours": "business",
    "peaks": "steady",
    "ai_ok": "no",
    "home": "US",
    "languages": ["en"],
}
PAYROLL: dict[str, Any] = {"work": ["hr_payroll"], "employees": 100, "setup": "none", "priority": "cost"}
BOOKS: dict[str, Any] = {"work": ["finance_accounting"], "volume": 2000, "unit": "invoices", "setup": "none"}
CHATS: dict[str, Any] = {
    **CALLS,
    "volume": 60000,
    "unit": "chats",
    "channels": ["chat"],
    "complexity": "routine",
    "ai_ok": "yes",
    "priority": "innovation",
}
FIVE = ["en", "de", "fr", "it", "es"]

# flag: a profile that needs it, and a near miss that does not
FLAGGED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "hipaa": ({**CALLS, "data": ["phi"]}, {**CALLS, "data": ["confidential"]}),
    "pci": ({**CALLS, "data": ["pci"]}, {**CALLS, "data": ["financial"]}),
    "gdpr": ({**CALLS, "data": ["eu_personal"]}, {**CALLS, "languages": ["de"]}),
    "erp": (BOOKS, {**BOOKS, "work": ["data_entry"], "unit": "records"}),
    "soc1": (BOOKS, {**BOOKS, "work": ["it_services"], "unit": "tickets"}),
    "telemarketing_rules": ({**CALLS, "work": ["outbound_survey"]}, CALLS),
    "offshore_veto": ({**CALLS, "residency": "in_country"}, {**CALLS, "location_pref": "onshore"}),
    "budget_mismatch": ({**CALLS, "budget_month": 1000}, {**CALLS, "budget_month": 8000}),
    "contradiction": (
        {**CALLS, "priority": "innovation"},
        {**CALLS, "priority": "innovation", "ai_ok": "assist"},
    ),
    "tiny_volume": ({**CALLS, "volume": 400}, {**CALLS, "volume": 600}),
    "two_workstreams": (
        {**CALLS, "work": ["customer_support", "hr_payroll"]},
        {**CALLS, "work": ["appointments"]},
    ),
    "low_confidence": ({"work": ["customer_support"]}, CALLS),
    "small_payroll_provider": (PAYROLL, {**PAYROLL, "employees": 151}),
    "multilingual_hub": ({**CALLS, "languages": FIVE}, {**CALLS, "languages": FIVE[:3]}),
    "human_fallback": (CHATS, {**CHATS, "ai_ok": "no"}),
    "tech_premium": ({**CALLS, "work": ["tech_support"]}, CALLS),
    "peak_multi_vendor": (
        {**CALLS, "volume": 60000, "peaks": "seasonal", "setup": "outsourced_unhappy"},
        {**CALLS, "volume": 8000, "peaks": "seasonal", "setup": "outsourced_unhappy"},
    ),
}


def test_every_flag_has_its_case() -> None:
    assert set(FLAGGED) == {row["code"] for row in table("flags")}


@pytest.mark.parametrize("flag", FLAGGED)
def test_a_flag_is_raised_when_it_must_be(flag: str, advise: Callable[..., dict[str, Any]]) -> None:
    assert flag in advise(**FLAGGED[flag][0])["flags"]


@pytest.mark.parametrize("flag", FLAGGED)
def test_a_flag_is_not_raised_in_a_near_miss(flag: str, advise: Callable[..., dict[str, Any]]) -> None:
    assert flag not in advise(**FLAGGED[flag][1])["flags"]


@pytest.mark.parametrize("flag", FLAGGED)
def test_a_raised_flag_is_said(flag: str, advise: Callable[..., dict[str, Any]]) -> None:
    say = next(row["say"] for row in table("flags") if row["code"] == flag)
    assert say in advise(**FLAGGED[flag][0])["watch_outs"]


def test_customers_in_europe_raise_gdpr_though_no_data_was_named(
    advise: Callable[..., dict[str, Any]],
) -> None:
    assert "gdpr" in advise(**{**CALLS, "home": "Germany", "data": []})["flags"]


def test_an_add_on_of_ai_needs_a_person_behind_it_too(advise: Callable[..., dict[str, Any]]) -> None:
    advice = advise(**{**CALLS, "volume": 1000, "ai_ok": "yes"})
    assert advice["option"] != "AI_HYBRID" and "human_fallback" in advice["flags"]


def test_a_tiny_volume_alone_is_no_offshore_veto(advise: Callable[..., dict[str, Any]]) -> None:
    advice = advise(**{**CALLS, "volume": 400})
    assert "offshore" in advice["location"]["vetoed"] and "offshore_veto" not in advice["flags"]
