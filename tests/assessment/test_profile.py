"""A profile is read strictly, and every mistake is named at once with what to write instead."""

from typing import Any

import pytest

from bot.assessment import Profile, ProfileError


def test_an_empty_profile_is_a_profile() -> None:
    assert Profile.from_dict({}) == Profile()


def test_null_is_an_answer_not_given() -> None:
    assert Profile.from_dict({"work": None, "volume": None, "home": None}) == Profile()


def test_a_profile_reads_back_as_it_was_written(case: dict[str, Any]) -> None:
    assert Profile.from_dict(case["profile"]).to_dict() == case["profile"]


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(ProfileError) as raised:
        Profile.from_dict({"works": ["x"], "work": ["plumbing"], "volume": "many", "setup": "own", "aht": -1})
    assert len(raised.value.problems) == 5


@pytest.mark.parametrize(
    ("key", "value", "advice"),
    [
        ("voulme", 300, "write volume"),
        ("work", "customer_support", 'write a list, such as ["customer_support"]'),
        ("work", ["support"], "write one of customer_support"),
        ("volume", "300", "write a plain number"),
        ("volume", True, "write a plain number"),
        ("volume", float("nan"), "write a plain number"),
        ("volume", float("inf"), "write a plain number"),
        ("volume", 10**400, "write a number above 0"),
        ("volume", [300, 200], "write [200, 300]"),
        ("volume", [1, 2, 3], "write [low, high]"),
        ("aht", 0, "write a number above 0"),
        ("priority", ["cost", "scale", "quality"], "write at most 2"),
        ("languages", ["English"], 'such as ["en", "es"]'),
        ("home", "", "write a country or region"),
        ("setup", 3, "write one of none, inhouse_ok"),
    ],
)
def test_a_mistake_says_what_to_write_instead(key: str, value: Any, advice: str) -> None:
    with pytest.raises(ProfileError) as raised:
        Profile.from_dict({key: value})
    assert raised.value.problems[0].startswith(f"{key}: ") and advice in raised.value.problems[0]


def test_what_is_not_an_object_is_no_profile() -> None:
    with pytest.raises(ProfileError, match="a profile is an object"):
        Profile.from_dict([])  # type: ignore[arg-type]


def test_a_change_replaces_answers_and_null_takes_one_away() -> None:
    profile = Profile.from_dict({"work": ["appointments"], "volume": 300, "setup": "none"})
    changed = profile.changed({"work": ["data_entry"], "setup": None})
    assert changed.to_dict() == {"work": ["data_entry"], "volume": 300}
