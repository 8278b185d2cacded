"""Reasons rest on what was said, and on nothing else."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.assessment import Profile, recommend

Advise = Callable[..., dict[str, Any]]


def _parts(advice: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield advice
    yield from advice["workstreams"]


def test_a_case_has_three_reasons_with_rule_and_source(case: dict[str, Any]) -> None:
    advice = recommend(Profile.from_dict(case["profile"])).to_dict()
    for part in advice["workstreams"] or [advice]:
        assert len(part["why"]) == 3
        assert all(reason["rule"] and reason["source"]["title"] for reason in part["why"])


@pytest.mark.parametrize("seed", range(20))
def test_no_reason_names_an_answer_that_was_not_given(seed: int, random_profile: Any) -> None:
    dice = random.Random(1000 + seed)
    for _ in range(10):
        answers = random_profile(dice)
        told = Profile.from_dict(answers).to_dict()
        for part in _parts(recommend(Profile.from_dict(answers), draws=0).to_dict()):
            for reason in part["why"]:
                for key, value in reason["answer"].items():
                    assert key in told, (reason, answers)
                    assert told[key] == value or (key == "work" and set(value) <= set(told[key])), reason


def test_an_empty_profile_has_no_reasons_but_assumptions_and_low_confidence(advise: Advise, schema: Any) -> None:
    advice = advise()
    schema.validate(advice)
    assert advice["why"] == [] and advice["confidence"] == "low" and len(advice["assumptions"]) >= 5
    assert advice["ruled_out"] == [] and advice["cost_month"]["low"] is None


def test_every_default_that_counts_is_told(advise: Advise) -> None:
    told = " ".join(advise(work=["customer_support"], volume=300)["assumptions"])
    for words in (
        "No unit",
        "No period",
        "6 minutes",
        "stretched",
        "lower cost",
        "regulated data",
        "hours",
    ):
        assert words in told, words


def test_a_reason_says_the_visitors_own_figures(advise: Advise) -> None:
    advice = advise(work=["customer_support"], volume=1500, unit="calls", period="month", aht=5)
    assert any("1,500 calls a month at 5 minutes each" in reason["text"] for reason in advice["why"])


@pytest.mark.parametrize(
    "answers",
    [
        {"ai_ok": "no", "priority": "innovation"},
        {"setup": "inhouse_ok", "priority": "quality", "location_pref": "offshore"},
        {"residency": "in_country", "location_pref": "offshore"},
        {"residency": "in_region", "location_pref": "offshore"},
        {"data": ["medicaid"], "location_pref": "nearshore"},
        {
            "priority": "cost",
            "hours": "24x7",
            "location_pref": "onshore",
            "location_strength": "must",
            "budget_month": 3000,
        },
        {"volume": 0, "setup": "inhouse_strained"},
        {"data": ["none", "pci"]},
    ],
)
def test_answers_that_pull_against_each_other_are_said(answers: dict[str, Any], advise: Advise) -> None:
    advice = advise(work=["customer_support"], **answers)
    assert advice["contradictions"] and "contradiction" in advice["flags"]
