"""What we say would change the advice does change it."""

from typing import Any

from bot.assessment import Profile, recommend
from bot.assessment.tables import table


def _untrue(answers: dict[str, Any]) -> list[str]:
    advice = recommend(Profile.from_dict(answers), draws=0)
    untrue = []
    for part in [advice, *advice.workstreams]:
        for flip in part.flips:
            replayed = recommend(Profile.from_dict({**answers, **flip["change"]}), draws=0).option
            if replayed != flip["option"] or flip["option"] == part.option:
                untrue.append(f"{flip['text']} gives {replayed} in {answers}")
    return untrue


def test_every_flip_of_a_case_is_true_when_replayed(case: dict[str, Any]) -> None:
    assert _untrue(case["profile"]) == []


def test_every_flip_of_a_random_profile_is_true_when_replayed(random_profiles: Any) -> None:
    assert [line for answers in random_profiles for line in _untrue(answers)] == []


def test_a_flip_changes_one_answer_and_names_the_option_it_leads_to(random_profiles: Any) -> None:
    for answers in random_profiles:
        advice = recommend(Profile.from_dict(answers), draws=0)
        for flip in advice.flips:
            groups = {table("answers")[key]["group"] for key in flip["change"]}
            assert len(groups) == 1, flip
            assert flip["text"].endswith(f": {table('options')[flip['option']]['text']}."), flip


def test_flips_are_about_different_answers() -> None:
    advice = recommend(
        Profile.from_dict({"work": ["customer_support"], "volume": 8000, "unit": "calls", "setup": "none"})
    )
    keys = [tuple(flip["change"]) for flip in advice.flips]
    assert len(advice.flips) >= 2 and len(keys) == len(set(keys))


def test_a_visitor_who_refuses_ai_learns_what_ai_would_change() -> None:
    answers = {
        "work": ["customer_support"],
        "volume": 20000,
        "unit": "chats",
        "channels": ["chat"],
        "ai_ok": "no",
    }
    advice = recommend(Profile.from_dict({**answers, "setup": "outsourced_ok", "complexity": "routine"}))
    assert {"ai_ok": "yes"} in [flip["change"] for flip in advice.flips]
