"""Shared ground of the assessment's tests: the cases, the schema, random profiles."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator  # type: ignore[import-untyped, unused-ignore]

import bot.assessment
from bot.assessment import Profile, cases, recommend
from bot.assessment.tables import table

PROFILES = int(os.environ.get("BPO_BOT_TEST_PROFILES", "500"))  # random profiles per promise; .ci/run sets more
PARTS = 10  # of them, each a test of its own
ROOT = Path(bot.assessment.__file__).parents[2]
CASES: dict[str, Any] = yaml.safe_load((ROOT / cases.CASES).read_text(encoding="utf-8"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", CASES.values(), ids=[f"{key} {case['about']}" for key, case in CASES.items()])


@pytest.fixture(scope="session")
def ours() -> dict[str, Any]:
    """The project's own cases, by name."""
    return CASES


@pytest.fixture(scope="session")
def schema() -> Draft7Validator:
    path = Path(bot.assessment.__file__).parent / "recommendation.schema.json"
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


@pytest.fixture
def advise() -> Callable[..., dict[str, Any]]:
    """Advise on a profile written as keyword arguments."""

    def _advise(draws: int = 400, **answers: Any) -> dict[str, Any]:
        return recommend(Profile.from_dict(answers), draws=draws).to_dict()

    return _advise


@pytest.fixture(params=range(PARTS))
def random_profiles(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """A part of the random profiles, others in each test and each part, the same in each run."""
    dice = random.Random(f"{request.node.originalname} {request.param}")
    return (_random_profile(dice) for _ in range(PROFILES // PARTS))


def _random_profile(dice: random.Random) -> dict[str, Any]:
    """A profile with about half of the keys, each with a random valid answer."""
    made: dict[str, Any] = {}
    for key, row in table("answers").items():
        if dice.random() < 0.45:
            continue
        values = list(row.get("values", ()))
        kind = row["kind"]
        if kind == "choice":
            made[key] = dice.choice(values)
        elif kind in ("choices", "choice_or_two"):
            most = 2 if kind == "choice_or_two" else min(3, len(values))
            made[key] = dice.sample(values, dice.randint(1, most))
        elif kind == "codes":
            made[key] = dice.sample(["en", "es", "de", "fr", "it", "ja", "zh", "ar"], dice.randint(1, 7))
        elif kind == "text":
            made[key] = dice.choice(["US", "Germany", "the UK", "Canada", "India", "Texas, US", "EU", "Brazil"])
        else:
            low = round(10 ** dice.uniform(0, 6))
            made[key] = [low, low * 2] if kind == "amount" and dice.random() < 0.3 else low
    if "aht" in made:
        made["aht"] = dice.randint(1, 60)
    return made
