"""The advice in chat is short, plain, and says nothing that the object does not."""

import json
import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.assessment import Profile, recommend
from bot.assessment.wording import messages

Advise = Callable[..., dict[str, Any]]
BRITISH = re.compile(r"\b(centre|judgement|behaviour|programme|favour|neighbour|organis|specialis(e|ing)|labour)", re.I)


def _figures(text: str) -> set[str]:
    return {figure.replace(",", "") for figure in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


def _known(advice: dict[str, Any]) -> set[str]:
    known = _figures(json.dumps(advice)) | {"100"}
    for part in [advice, *advice["workstreams"]]:
        if part["staffing"]["service_level"] is not None:
            known.add(f"{part['staffing']['service_level']:.0%}".rstrip("%"))
    return known | {figure.removesuffix(".0") for figure in known}


def _check(advice: dict[str, Any]) -> None:
    said = messages(advice)
    text = "\n".join(said)
    assert 3 <= len(said) <= 6, len(said)
    assert "!" not in text and not BRITISH.search(text), text
    assert _figures(text) <= _known(advice), _figures(text) - _known(advice)
    assert "None" not in text and "  " not in text and ".." not in text and "{" not in text, text
    for paragraph in said:
        assert paragraph.count("**") in (0, 2) and paragraph.startswith("**"), paragraph


def test_a_case_is_worded_well_and_its_figures_are_the_objects(case: dict[str, Any]) -> None:
    _check(recommend(Profile.from_dict(case["profile"])).to_dict())


@pytest.mark.parametrize("seed", range(10))
def test_a_random_profile_is_worded_well(seed: int, random_profile: Any) -> None:
    dice = random.Random(5000 + seed)
    for _ in range(15):
        _check(recommend(Profile.from_dict(random_profile(dice)), draws=0).to_dict())


def test_the_verdict_comes_first(case: dict[str, Any]) -> None:
    advice = recommend(Profile.from_dict(case["profile"]))
    assert messages(advice)[0].startswith(f"**{advice.verdict_text}**")


def test_points_runner_up_and_confidence_are_said_at_once(advise: Advise) -> None:
    first = messages(advise(work=["customer_support"], volume=8000, unit="calls", setup="none", ai_ok="no"))[0]
    assert "points of 100" in first and "runner-up" in first and "confidence" in first


def test_a_budget_that_does_not_fit_is_said_first(advise: Advise) -> None:
    calls = {
        "work": ["customer_support"],
        "volume": 8000,
        "unit": "calls",
        "setup": "none",
        "budget_month": 500,
    }
    assert "Your budget does not cover this." in messages(advise(**calls))[0]


def test_raised_points_are_said_in_chat(advise: Advise) -> None:
    text = " ".join(messages(advise(work=["customer_support"], volume=8000, unit="calls", data=["phi", "pci"])))
    assert "HIPAA" in text and "PCI DSS" in text


def test_the_object_and_the_recommendation_are_worded_alike(case: dict[str, Any]) -> None:
    advice = recommend(Profile.from_dict(case["profile"]))
    assert messages(advice) == messages(json.loads(json.dumps(advice.to_dict())))
