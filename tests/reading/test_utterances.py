"""What people say is read exactly, by slot group; utterances.yml holds the cases."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

CASES = yaml.safe_load((Path(__file__).parent / "utterances.yml").read_text(encoding="utf-8"))["utterances"]


@pytest.mark.parametrize("case", CASES, ids=[f"{c.get('asked', 'unasked')}: {c['say']}" for c in CASES])
def test_an_utterance_is_read_as_it_was_meant(case, reader, is_right):
    profile = reader.read(case["say"], case.get("asked")).profile
    assert is_right(profile, case["profile"], [{k: v} for k, v in case.get("may", {}).items()]), profile


def test_every_slot_group_has_cases():
    from bot.reading import GROUPS

    assert {case.get("asked") for case in CASES} >= set(GROUPS)
