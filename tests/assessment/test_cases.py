"""The twelve development cases get the advice a consultant would sign."""

from typing import Any

from bot.assessment import Profile, recommend

Case = dict[str, Any]


def test_a_case_gets_its_option(case: Case) -> None:
    assert recommend(Profile.from_dict(case["profile"])).option == case["expect"]["option"]


def test_a_case_gets_a_fitting_place(case: Case) -> None:
    assert recommend(Profile.from_dict(case["profile"])).location.best in case["expect"]["locations"]


def test_a_case_gets_a_fitting_price_model(case: Case) -> None:
    assert recommend(Profile.from_dict(case["profile"])).pricing.model in case["expect"]["pricing"]


def test_a_case_raises_every_point_that_must_be_said(case: Case) -> None:
    missing = set(case["expect"]["flags"]) - set(recommend(Profile.from_dict(case["profile"])).flags)
    assert not missing, f"the advice does not say: {', '.join(missing)}"


def test_a_case_is_a_valid_object(case: Case, schema: Any) -> None:
    schema.validate(recommend(Profile.from_dict(case["profile"])).to_dict())


def test_the_same_case_gets_the_same_advice_twice(case: Case) -> None:
    profile = Profile.from_dict(case["profile"])
    assert recommend(profile).to_dict() == recommend(profile).to_dict()
