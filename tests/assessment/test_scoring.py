"""Points, bonuses and confidence follow the tables to the letter."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.assessment import Profile
from bot.assessment.scoring import score
from bot.assessment.situation import situation
from bot.assessment.stability import stability

Advise = Callable[..., dict[str, Any]]
FIVE = ["en", "de", "fr", "it", "es"]

# rule: the answers that call it, and the points it adds
BONUSES: list[tuple[str, dict[str, Any], dict[str, int]]] = [
    ("R1", {"setup": "inhouse_ok", "priority": "quality"}, {"INHOUSE": 8}),
    ("R2", {"setup": "inhouse_strained", "peaks": "spiky"}, {"BLENDED": 8}),
    ("R3", {"setup": "inhouse_strained", "complexity": "expert", "priority": "quality"}, {"BLENDED": 4}),
    ("R4", {"ai_ok": "yes"}, {"AI_HYBRID": 4}),
    ("R4", {"ai_ok": "assist"}, {"AI_HYBRID": -6}),
    ("R4", {}, {"AI_HYBRID": -4}),
    ("R5", {"languages": FIVE}, {"CONTACT_CENTER": 4, "AI_HYBRID": 2}),
    ("R6", {"work": ["hr_payroll"]}, {"BACKOFFICE_BPO": 6}),
    ("R7", {"setup": "outsourced_unhappy", "priority": "quality"}, {"INHOUSE": 4}),
    ("R8", {"setup": "inhouse_ok", "volume": 100, "unit": "calls"}, {"INHOUSE": 10}),
]


def _score(**answers: Any) -> Any:
    return score(situation(Profile.from_dict({"work": ["customer_support"], **answers})))


@pytest.mark.parametrize(("rule", "answers", "points"), BONUSES)
def test_a_bonus_adds_its_points(rule: str, answers: dict[str, Any], points: dict[str, int]) -> None:
    assert points in [row["points"] for row in _score(**answers).bonuses if row["id"] == rule]


def test_quality_is_first_only_when_it_is_named_first() -> None:
    rules = {row["id"] for row in _score(setup="inhouse_ok", priority=["cost", "quality"]).bonuses}
    assert "R1" not in rules


def test_two_priorities_count_half_each() -> None:
    cost, scale = _score(priority="cost").points, _score(priority="scale").points
    both = _score(priority=["cost", "scale"]).points
    assert both["CC_DEDICATED"] == pytest.approx((cost["CC_DEDICATED"] + scale["CC_DEDICATED"]) / 2)


def test_points_are_weights_times_fits() -> None:
    # 8,667 calls of 3 minutes: medium 9 x .25, none 9 x .30, scale 9 x .25, mixed 8 x .20 = 8.8
    outbound = {"work": ["outbound_sales"], "volume": 2000, "unit": "calls", "period": "week", "aht": 3}
    assert _score(**outbound, setup="none", priority="scale", complexity="mixed").points[
        "CC_OUTBOUND"
    ] == pytest.approx(88)


@pytest.mark.parametrize(
    ("volume", "size"), [(440, "tiny"), (450, "small"), (3590, "medium"), (22500, "large"), (107600, "xl")]
)
def test_the_bands_of_size_begin_where_the_table_says(volume: int, size: str) -> None:
    profile = Profile.from_dict({"work": ["customer_support"], "volume": volume, "unit": "calls", "aht": 6})
    assert situation(profile).facts["size"] == size


@pytest.mark.parametrize(
    ("answers", "calls_a_month"),
    [
        ({"volume": 100, "period": "day"}, 2170),
        ({"volume": 100, "period": "day", "hours": "24x7"}, 3040),
        ({"volume": 300, "period": "week"}, 1300),
        ({"volume": 12000, "period": "year"}, 1000),
        ({"volume": 3000, "period": "total"}, 1000),
    ],
)
def test_every_period_is_read_as_months(answers: dict[str, Any], calls_a_month: int) -> None:
    units = situation(Profile.from_dict({"unit": "calls", **answers})).workload.units
    assert units is not None and units[0] == pytest.approx(calls_a_month)


def test_a_chat_takes_half_its_time_and_a_payroll_person_serves_120() -> None:
    calls, chats = (situation(Profile.from_dict({"volume": 9000, "unit": unit})) for unit in ("calls", "chats"))
    assert chats.workload.fte == pytest.approx((calls.workload.fte or 0) / 2)
    assert situation(Profile.from_dict({"work": ["hr_payroll"], "employees": 240})).workload.fte == 2


def test_confidence_is_low_without_a_volume_however_clear_the_lead(advise: Advise) -> None:
    advice = advise(work=["customer_support"], setup="inhouse_ok", priority="quality", complexity="expert")
    assert advice["margin"] > 8 and advice["confidence"] == "low"


def test_confidence_is_high_only_when_most_key_questions_were_answered(advise: Advise) -> None:
    calls = {
        "work": ["outbound_sales"],
        "volume": 9000,
        "unit": "calls",
        "setup": "none",
        "priority": "scale",
    }
    assert advise(**calls)["confidence"] == "medium"
    assert advise(**calls, data=["none"], complexity="mixed")["confidence"] == "high"


def test_a_clear_lead_survives_other_weights_and_a_tie_does_not() -> None:
    clear = _score(volume=300, unit="calls", aht=3, complexity="routine", priority="cost")
    close = _score(volume=9000, unit="calls", aht=6, channels=["voice"], complexity="routine", ai_ok="no")
    assert stability(clear, 400) == 1
    kept = stability(close, 400)
    assert kept is not None and kept < 1


def test_a_place_far_away_costs_outbound_calls_points(advise: Advise) -> None:
    calls = {"volume": 9000, "unit": "calls", "setup": "none", "priority": "cost", "complexity": "routine"}
    assert advise(work=["order_taking"], **calls)["location"]["best"] == "offshore"
    assert advise(work=["outbound_sales"], **calls)["location"]["best"] == "nearshore"
