"""The shared development cases, where they lie beside the repository: 12 of 12 as their consultant expects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.assessment import Profile, recommend

Advised = list[tuple[dict[str, Any], dict[str, Any]]]  # cases with their recommendations


@pytest.fixture(scope="module")
def advised(shared: Path) -> Advised:
    cases = json.loads((shared / "assessment_cases.json").read_text(encoding="utf-8"))["cases"]
    assert len(cases) == 12
    return [(case, recommend(Profile.from_dict(case["slots"])).to_dict()) for case in cases]


def test_every_shared_case_gets_its_primary_option(advised: Advised) -> None:
    assert [(case["id"], advice["option"]) for case, advice in advised] == [
        (case["id"], case["primary"]) for case, _ in advised
    ]


def test_every_shared_case_raises_all_that_must_be_flagged(
    advised: Advised,
) -> None:
    assert [case["id"] for case, advice in advised if set(case["must_flag"]) - set(advice["flags"])] == []


def test_every_shared_case_gets_an_acceptable_place_and_pricing(
    advised: Advised,
) -> None:
    for case, advice in advised:
        assert advice["location"]["best"] in case["location"], case["id"]
        assert advice["pricing"]["model"] in case["pricing"], case["id"]


def test_our_own_cases_are_the_shared_ones(advised: Advised, ours: Any) -> None:
    assert {case["id"]: case["slots"] for case, _ in advised} == {name: case["profile"] for name, case in ours.items()}
