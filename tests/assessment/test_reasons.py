"""Reasons rest on what was said, and on nothing else."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.assessment import Profile, recommend
from bot.assessment.said import amount, people
from bot.assessment.situation import situation
from bot.assessment.tables import table
from bot.assessment.workstream import split

Advise = Callable[..., dict[str, Any]]
EVERY_WORD = {
    str(words).lower() for row in table("answers").values() for words in row.get("values", {}).values()
}  # of every answer that is chosen from a list


def _parts(advice: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield advice
    yield from advice["workstreams"]


def test_a_case_has_three_reasons_with_rule_and_source(case: dict[str, Any]) -> None:
    advice = recommend(Profile.from_dict(case["profile"])).to_dict()
    for part in advice["workstreams"] or [advice]:
        assert len(part["why"]) == 3
        assert all(reason["rule"] and reason["source"]["title"] for reason in part["why"])


def test_no_reason_names_an_answer_that_was_not_given(random_profiles: Any) -> None:
    for answers in random_profiles:
        told = Profile.from_dict(answers).to_dict()
        for part in _parts(recommend(Profile.from_dict(answers), draws=0).to_dict()):
            for reason in part["why"]:
                assert reason["answer"], reason
                for key, value in reason["answer"].items():
                    assert key in told, (reason, answers)
                    assert told[key] == value or (key == "work" and set(value) <= set(told[key])), reason


def test_no_reason_says_words_or_figures_that_were_not_given(random_profiles: Any) -> None:
    for answers in random_profiles:
        profile = Profile.from_dict(answers)
        sizes = _sizes(profile)
        for part in _parts(recommend(profile, draws=0).to_dict()):
            for reason in part["why"]:
                said = reason["text"].split(": ")[0].lower()
                told = {word for key, value in reason["answer"].items() for word in _words(key, value)}
                assert not [word for word in EVERY_WORD - told if _says(said, word, told)], reason
                figures = {amount(value) for value in _numbers(reason["answer"])}
                figures |= {"24", "7", *re.findall(r"\d+", " ".join(told))}  # round the clock; "tier 2"
                if "volume" in reason["answer"]:
                    figures |= sizes
                if "languages" in reason["answer"]:
                    figures.add(str(len(reason["answer"]["languages"])))
                assert set(re.findall(r"\d[\d,]*(?:\.\d+)?", said)) <= figures, (reason, figures)


def _words(key: str, value: Any) -> list[str]:
    """The words for an answer that is chosen from a list; agents are people, and employees a number of them."""
    names = table("answers")[key].get("values", {})
    words = [str(names[one]).lower() for one in (value if isinstance(value, list) else [value]) if one in names]
    return words + {"employees": ["employees"], "unit": ["full-time people"] if value == "agents" else []}.get(key, [])


def _says(said: str, word: str, told: set[str]) -> bool:
    """Whether a word stands there, and not as part of what was told."""
    for words in sorted(told, key=len, reverse=True):
        said = said.replace(words, "")
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said) is not None


def _numbers(answer: dict[str, Any]) -> Iterator[float]:
    for value in answer.values():
        yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, (int, float)))


def _sizes(profile: Profile) -> set[str]:
    """How many people the work of each workstream keeps busy, as one would say it."""
    sizes = (situation(part).workload.fte for part, _ in split(profile))
    return {people(fte).removeprefix("less than ") for fte in sizes if fte is not None}


def test_a_place_is_explained_by_answers_that_were_given(random_profiles: Any) -> None:
    rows = table("location")["criteria"]
    for answers in random_profiles:
        profile = Profile.from_dict(answers)
        advice = recommend(profile, draws=0).to_dict()
        for part in advice["workstreams"] or [advice]:
            told = set(answers) | (
                {"contact"} if {"channels", "work"} & set(answers) or profile.unit == "calls" else set()
            )
            for criterion, row in rows.items():
                for value in row["values"].values():
                    if value["why"] in part["location"]["reason"].split("; "):
                        assert set(row["answers"]) & told, (criterion, part["location"]["reason"], answers)


def test_an_empty_profile_has_no_reasons_but_assumptions_and_low_confidence(advise: Advise, schema: Any) -> None:
    advice = advise()
    schema.validate(advice)
    assert advice["why"] == [] and advice["confidence"] == "low" and len(advice["assumptions"]) >= 5
    assert advice["ruled_out"] == [] and advice["cost_month"]["low"] is None


def test_every_default_that_counts_is_told(advise: Advise) -> None:
    told = " ".join(advise(work=["customer_support"], volume=300)["assumptions"])
    for words in (
        "No unit",
        "No period",
        "6 minutes",
        "stretched",
        "lower cost",
        "regulated data",
        "hours",
    ):
        assert words in told, words


def test_a_reason_says_the_visitors_own_figures(advise: Advise) -> None:
    advice = advise(work=["customer_support"], volume=1500, unit="calls", period="month", aht=5)
    assert any("1,500 calls a month at 5 minutes each" in reason["text"] for reason in advice["why"])


@pytest.mark.parametrize(
    "answers",
    [
        {"ai_ok": "no", "priority": "innovation"},
        {"setup": "inhouse_ok", "priority": "quality", "location_pref": "offshore"},
        {"residency": "in_country", "location_pref": "offshore"},
        {"residency": "in_region", "location_pref": "offshore"},
        {"data": ["medicaid"], "location_pref": "nearshore"},
        {
            "priority": "cost",
            "hours": "24x7",
            "location_pref": "onshore",
            "location_strength": "must",
            "budget_month": 3000,
        },
        {"volume": 0, "setup": "inhouse_strained"},
        {"data": ["none", "pci"]},
    ],
)
def test_answers_that_pull_against_each_other_are_said(answers: dict[str, Any], advise: Advise) -> None:
    advice = advise(work=["customer_support"], **answers)
    assert advice["contradictions"] and "contradiction" in advice["flags"]
