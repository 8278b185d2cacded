"""Whatever a visitor says, the advice is a valid object, quickly."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import bot.assessment
from bot.assessment import Profile, recommend


@pytest.mark.parametrize("seed", range(10))
def test_fifty_random_profiles_give_valid_objects(seed: int, random_profile: Any, schema: Any) -> None:
    dice = random.Random(seed)
    for _ in range(50):
        advice = recommend(Profile.from_dict(random_profile(dice)), draws=20).to_dict()
        errors = [f"{list(error.absolute_path)}: {error.message}" for error in schema.iter_errors(advice)]
        assert not errors, errors
        assert json.loads(json.dumps(advice)) == advice


def test_advice_is_quick(case: dict[str, Any]) -> None:
    profile = Profile.from_dict(case["profile"])
    for draws, limit in (
        (0, 0.05),
        (400, 0.1),
    ):  # 5 ms is the aim without draws; a shared machine may stumble
        recommend(profile, draws=draws)
        start = time.process_time()
        for _ in range(5):
            recommend(profile, draws=draws)
        assert (time.process_time() - start) / 5 < limit


def test_more_draws_never_change_the_option(case: dict[str, Any]) -> None:
    profile = Profile.from_dict(case["profile"])
    assert recommend(profile, draws=0).option == recommend(profile, draws=400).option


def test_without_draws_confidence_is_never_high(case: dict[str, Any]) -> None:
    assert recommend(Profile.from_dict(case["profile"]), draws=0).confidence != "high"


def test_importing_the_assessment_reads_no_table_and_loads_no_framework() -> None:
    code = (
        "import sys, bot.assessment; from bot.assessment.tables import table;"
        "assert table.cache_info().currsize == 0;"
        "heavy = {'yaml', 'jsonschema', 'rasa', 'rasa_sdk', 'sanic', 'sqlalchemy', 'spacy', 'numpy'};"
        "assert not heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, cwd=Path(bot.assessment.__file__).parents[2])
