"""The advice in chat is short, plain, and says nothing that the object does not."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.assessment import Profile, recommend
from bot.assessment.wording import PARTS, excerpt, messages

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


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _check_figures(advice: dict[str, Any], text: str) -> None:
    """Every figure that is said of something is the object's figure of it."""
    parts = advice["workstreams"] or [advice]
    points = [_number(found) for found in re.findall(r"([\d.]+) points of 100", text)]
    assert points == [part["points"] for part in parts]
    behind = re.findall(r"is ([\d.]+) points behind", text)
    assert [_number(found) for found in behind] == (
        [advice["margin"]] if not advice["workstreams"] and advice["margin"] else []
    )
    priced = [part["cost_month"] for part in parts if part["cost_month"]["low"] is not None]
    costs = re.findall(r"Indicative cost: \$([\d.,]+)-([\d.,]+) a month", text)
    assert [(_number(low), _number(high)) for low, high in costs] == [(cost["low"], cost["high"]) for cost in priced]
    together = re.findall(r"Together: \$([\d.,]+)-([\d.,]+) a month", text)
    total = advice["cost_month"]
    told = [(total["low"], total["high"])] if advice["workstreams"] and total["low"] is not None else []
    assert [(_number(low), _number(high)) for low, high in together] == told
    staffed = [part["staffing"] for part in parts if part["staffing"]["people"] is not None]
    said = re.findall(
        r"([\d.,]+) calls in a busy hour, ([\d,]+) on the phones and ([\d,]+) on the roster, ([\d,]+) people to plan for "
        r"\((\d+)% answered",
        text,
    )
    assert [tuple(map(_number, found)) for found in said] == [
        (
            staff["busy_hour_calls"],
            staff["agents_on_phones"],
            staff["rostered"],
            staff["people"],
            pytest.approx(100 * staff["service_level"], abs=0.5001),
        )
        for staff in staffed
    ]
    for low, high in re.findall(r"The low end, \$([\d,]+) a month, is ([\d.,]+) times", text):
        assert (_number(low), _number(high)) == (total["low"], advice["budget_check"]["ratio"])


def _check(advice: dict[str, Any]) -> None:
    said = messages(advice)
    text = "\n".join(said)
    assert 3 <= len(said) <= 6, len(said)
    assert "!" not in text and not BRITISH.search(text), text
    assert _figures(text) <= _known(advice), _figures(text) - _known(advice)
    _check_figures(advice, text)
    assert "None" not in text and "  " not in text and ".." not in text and "{" not in text, text
    for paragraph in said:
        assert paragraph.count("**") in (0, 2) and paragraph.startswith("**"), paragraph


def test_a_case_is_worded_well_and_its_figures_are_the_objects(case: dict[str, Any]) -> None:
    _check(recommend(Profile.from_dict(case["profile"])).to_dict())


def test_a_random_profile_is_worded_well_and_its_figures_are_the_objects(random_profiles: Any) -> None:
    for answers in random_profiles:
        _check(recommend(Profile.from_dict(answers), draws=0).to_dict())


def test_the_cost_is_what_its_basis_says(random_profiles: Any) -> None:
    found = re.compile(
        r"^([\d.,]+)(?:-([\d.,]+))? full-time people, 160 paid hours each, at \$([\d.,]+)(?:-([\d.,]+))? for [^;]*$"
    )
    for answers in random_profiles:
        advice = recommend(Profile.from_dict(answers), draws=0).to_dict()
        for part in advice["workstreams"] or [advice]:
            cost = part["cost_month"]
            if part["option"] != "BLENDED" and cost["basis"] and (match := found.match(cost["basis"])):
                least, most, low, high = (_number(one) if one else None for one in match.groups())
                # people and rates are rounded in the words, to two digits at least, and so is the cost
                assert cost["low"] == pytest.approx((least or 0) * 160 * (low or 0), rel=0.16), cost
                assert cost["high"] == pytest.approx((most or least or 0) * 160 * (high or low or 0), rel=0.16), cost


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


def test_two_options_that_are_too_near_to_call_are_shown_as_equals(advise):
    answers = {"work": ["legal_processing"], "volume": 200000, "unit": "documents", "period": "total"}
    answers |= {"complexity": "expert", "data": ["confidential"], "setup": "none", "continuity": "one_off"}
    near = advise(**answers, priority="cost")
    assert near["confidence"] == "low" and near["margin"] < 3
    told = messages(near)[0]
    assert "Just as good on your answers: an expert BPO (a KPO provider) (" in told
    assert f"it is {near['margin']:g} points behind" in told


def test_an_option_far_ahead_is_the_one_even_where_the_volume_is_unknown(advise):
    far = advise(work=["hr_payroll"], setup="none", priority="cost")
    assert far["confidence"] == "low" and "Just as good" not in messages(far)[0]


def test_a_part_is_worded_as_in_the_whole(advise: Advise) -> None:
    calls = advise(work=["customer_support"], volume=8000, unit="calls", period="month", setup="none", priority="cost")
    whole = " ".join(messages(calls))
    assert all(excerpt(calls, what) and excerpt(calls, what) in whole for what in PARTS)


def test_a_part_of_separate_kinds_of_work_is_told_of_each_where_there_is_no_total(advise: Advise) -> None:
    both = advise(work=["customer_support", "hr_payroll"], volume=90, unit="employees", setup="none", priority="cost")
    cost, people = excerpt(both, "cost"), excerpt(both, "people")
    assert cost.startswith("**Customer support:** No cost") and "**Payroll and HR:** Indicative cost: $3,600" in cost
    assert people.startswith("**Customer support:** No staffing: I do not know the volume.")
    assert "**Payroll and HR:** By the workload about 0.8 full-time people. No roster" in people


def test_what_stays_at_home_has_no_place_to_find(advise: Advise) -> None:
    few = advise(work=["customer_support"], volume=2, unit="calls", period="day", setup="none", priority="quality")
    assert few["option"] == "INHOUSE" and excerpt(few, "place").startswith("Where your own team sits")
    assert "keep less than 0.1 people busy" in " ".join(messages(few))
