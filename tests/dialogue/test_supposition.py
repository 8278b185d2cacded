"""What a "what if" supposes."""

from __future__ import annotations

import pytest

from bot.dialogue.supposition import suppose, words

PROFILE = {"work": ["hr_payroll"], "volume": 40, "unit": "employees", "employees": 40}


@pytest.mark.parametrize(
    ("volume", "factor", "expected"),
    [(8000, 2.0, 16000), ([200, 300], 0.5, [100, 150]), (5, 1.3, 6.5), (3, 1 / 3, 1)],
)
def test_the_volume_is_multiplied(volume, factor, expected) -> None:
    assert suppose({"volume": volume}, {}, factor, adds=False) == {"volume": expected}


def test_the_staff_on_the_payroll_is_the_volume_too() -> None:
    assert suppose(PROFILE, {}, 2.0, adds=False) == {**PROFILE, "volume": 80, "employees": 80}


def test_nothing_times_two_is_nothing() -> None:
    assert suppose({"work": ["hr_payroll"]}, {}, 2.0, adds=False) is None


def test_an_answer_is_replaced_or_added_to() -> None:
    assert suppose({"channels": ["voice"]}, {"channels": ["email"]}, None, adds=False) == {"channels": ["email"]}
    assert suppose({"channels": ["voice"]}, {"channels": ["email"]}, None, adds=True) == {
        "channels": ["voice", "email"]
    }


def test_only_what_moves_is_said() -> None:
    before = {"volume": 8000, "unit": "calls", "period": "month", "setup": "none"}
    assert words(before, {**before, "volume": 16000}) == ["about 16,000 calls a month"]
    assert words(before, before) == []
