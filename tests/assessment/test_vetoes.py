"""What may not be chosen is not chosen, and we say which rule forbids it."""

from collections.abc import Callable
from typing import Any

import pytest

CALLS: dict[str, Any] = {"work": ["customer_support"], "unit": "calls", "period": "month", "aht": 6}
Advise = Callable[..., dict[str, Any]]

# rule: what it forbids, when
VETOES: list[tuple[str, set[str], dict[str, Any]]] = [
    ("V1", {"CC_DEDICATED", "CONTACT_CENTER"}, {**CALLS, "volume": 300}),
    ("V2", {"AI_HYBRID"}, {**CALLS, "volume": 2000, "ai_ok": "yes"}),
    ("V3", {"CC_SHARED"}, {**CALLS, "volume": 40000}),
    ("V4", {"CC_SHARED"}, {**CALLS, "volume": 2000, "complexity": "expert"}),
    ("V5", {"AI_HYBRID"}, {**CALLS, "volume": 40000, "complexity": "expert", "data": ["financial"]}),
    ("V6", {"AI_HYBRID"}, {**CALLS, "volume": 40000, "ai_ok": "no"}),
    ("V7", {"BLENDED"}, {**CALLS, "volume": 40000, "setup": "none"}),
    ("V8", {"BACKOFFICE_BPO"}, {"work": ["research_analytics"]}),
    ("V8", {"KPO"}, {"work": ["data_entry"]}),
]


@pytest.mark.parametrize(("rule", "options", "answers"), VETOES)
def test_a_veto_names_what_it_forbids(rule: str, options: set[str], answers: dict[str, Any], advise: Advise) -> None:
    advice = advise(**answers)
    forbidden = {row["option"] for row in advice["ruled_out"] if row["rule"] == rule}
    assert options <= forbidden
    assert advice["option"] not in forbidden and advice["runner_up"] not in forbidden


def test_expert_legal_review_may_go_to_either_kind_of_bpo(advise: Advise) -> None:
    advice = advise(work=["legal_processing"], complexity="expert")
    assert "KPO" not in {row["option"] for row in advice["ruled_out"]}


def test_a_default_rules_nothing_out(advise: Advise) -> None:
    assert advise(work=["customer_support"])["ruled_out"] == []


@pytest.mark.parametrize(
    "answers",
    [
        {"data": ["medicaid"]},
        {"data": ["gov"]},
        {"residency": "in_country"},
        {"data": ["phi"], "complexity": "expert"},
    ],
)
def test_work_that_may_not_leave_the_country_stays(answers: dict[str, Any], advise: Advise) -> None:
    location = advise(**{**CALLS, "volume": 9000, "setup": "none", **answers})["location"]
    assert location["best"] == "onshore" and {"nearshore", "offshore"} <= set(location["vetoed"])


def test_health_records_alone_do_not_forbid_offshore(advise: Advise) -> None:
    assert "offshore" not in advise(**CALLS, volume=9000, setup="none", data=["phi"])["location"]["vetoed"]


def test_a_must_is_a_constraint_and_a_preference_is_not(advise: Advise) -> None:
    calls = {**CALLS, "volume": 9000, "setup": "none", "priority": "cost", "location_pref": "onshore"}
    assert advise(**calls, location_strength="must")["location"]["best"] == "onshore"
    assert advise(**calls, location_strength="prefer")["location"]["best"] != "onshore"


def test_law_comes_before_a_must_and_the_conflict_is_said(advise: Advise) -> None:
    advice = advise(
        **CALLS,
        volume=9000,
        setup="none",
        data=["medicaid"],
        location_pref="offshore",
        location_strength="must",
    )
    assert advice["location"]["best"] == "onshore" and advice["contradictions"]


def test_small_payroll_goes_to_a_provider_at_home(advise: Advise) -> None:
    assert advise(work=["hr_payroll"], employees=60)["location"]["best"] == "onshore"


def test_many_languages_of_several_regions_want_several_hubs(advise: Advise) -> None:
    calls = {**CALLS, "volume": 40000, "setup": "none", "priority": "scale"}
    assert advise(**calls, languages=["en", "de", "fr", "es", "ja", "zh"])["location"]["best"] == "multi_hub"
    assert advise(**calls, languages=["en", "de", "fr", "es", "it", "nl"])["location"]["best"] == "nearshore"
