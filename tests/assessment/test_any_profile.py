"""Whatever a visitor says, the advice is a valid object, quickly."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean
from typing import Any

import bot.assessment
from bot.assessment import Profile, recommend

Profiles = Iterator[dict[str, Any]]


def test_a_random_profile_gives_a_valid_object_quickly(random_profiles: Profiles, schema: Any) -> None:
    recommend(Profile())  # reads the tables
    without, with_draws, checks = Spent(), Spent(), Spent()
    for answers in random_profiles:
        profile = Profile.from_dict(answers)
        without(lambda profile=profile: recommend(profile, draws=0))
        advice = with_draws(lambda profile=profile: recommend(profile, draws=400)).to_dict()
        errors = checks(lambda advice=advice: list(schema.iter_errors(advice)))
        assert not errors, (errors, answers)
        assert json.loads(json.dumps(advice)) == advice
    for spent, most in ((without, 5), (with_draws, 100)):
        # A machine that others use, too, is slow for all: to make an advice takes about 1.5 times as long as to check its form.
        assert spent.mean < max(most, 3 * checks.mean) and spent.p95 < max(most, 3 * checks.p95), (spent, checks)


class Spent:
    """Milliseconds of CPU that calls of one kind took."""

    def __init__(self) -> None:
        self._each: list[float] = []

    def __call__(self, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        made = work()
        self._each.append(1000 * (time.process_time() - start))
        return made

    def __repr__(self) -> str:
        return f"mean {self.mean:.1f}, p95 {self.p95:.1f} ms"

    @property
    def mean(self) -> float:
        return mean(self._each)

    @property
    def p95(self) -> float:
        return sorted(self._each)[int(0.95 * len(self._each))]


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
