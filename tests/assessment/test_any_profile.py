"""Whatever a visitor says, the advice is a valid object, quickly."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any

import bot.assessment
from bot.assessment import Profile, recommend

Profiles = Iterator[dict[str, Any]]


def test_a_random_profile_gives_a_valid_object_quickly(random_profiles: Profiles, schema: Any) -> None:
    recommend(Profile())  # reads the tables
    without: list[float] = []
    with_draws: list[float] = []
    for answers in random_profiles:
        profile = Profile.from_dict(answers)
        # the less of two: others use this machine's caches too
        without.append(min(_timed(profile, 0)[0], _timed(profile, 0)[0]))
        spent, advice = _timed(profile, 400)
        with_draws.append(spent)
        errors = [f"{list(error.absolute_path)}: {error.message}" for error in schema.iter_errors(advice)]
        assert not errors, (errors, answers)
        assert json.loads(json.dumps(advice)) == advice
    for spents, most in ((without, 5), (with_draws, 100)):
        p95 = sorted(spents)[int(0.95 * len(spents))]
        assert mean(spents) < most and p95 < most, f"mean {mean(spents):.1f}, p95 {p95:.1f} ms of CPU, {most} allowed"


def _timed(profile: Profile, draws: int) -> tuple[float, dict[str, Any]]:
    """A recommendation, behind the milliseconds of CPU that it took."""
    start = time.process_time()
    advice = recommend(profile, draws=draws)
    return 1000 * (time.process_time() - start), advice.to_dict()


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
