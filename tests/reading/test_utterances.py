"""What people say is read exactly, by slot group; the files of utterances beside this one hold the cases."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
FRESH = sorted(HERE.glob("fresh_utterances*.yml"))
OTHERS = (HERE / "utterances.yml", HERE / "development_utterances.yml")


def _cases(path: Path) -> list[dict]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))["utterances"]


def _parameter(case: dict):
    marks = [pytest.mark.xfail(reason=case["fails"], strict=True)] if "fails" in case else []
    return pytest.param(case, id=f"{case.get('asked', 'unasked')}: {case['say']}", marks=marks)


@pytest.mark.parametrize("case", [_parameter(case) for path in (*OTHERS, *FRESH) for case in _cases(path)])
def test_an_utterance_is_read_as_it_was_meant(case, reader, is_right):
    profile = reader.read(case["say"], case.get("asked")).profile
    assert is_right(profile, case["profile"], [{k: v} for k, v in case.get("may", {}).items()]), profile


def test_every_slot_group_has_cases():
    from bot.reading import GROUPS

    for path in (*OTHERS, *FRESH):
        assert {case.get("asked") for case in _cases(path)} >= set(GROUPS)


@pytest.mark.parametrize("path", FRESH, ids=lambda path: path.stem)
def test_few_of_the_fresh_utterances_fail(path):
    cases = _cases(path)
    assert len(cases) == 60
    assert sum("fails" in case for case in cases) <= 0.15 * len(cases)
