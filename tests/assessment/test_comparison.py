"""What is said of a doubt is what the model computes."""

from __future__ import annotations

from typing import Any

import pytest

from bot.assessment import Profile, recommend
from bot.assessment.comparison import changes, contrast
from bot.assessment.doubts import contradictions, settled, unit_taken
from bot.assessment.judgment import judge, option_of
from bot.assessment.tables import table

CALLS: dict[str, Any] = {
    "work": ["customer_support"],
    "volume": 8000,
    "unit": "calls",
    "period": "month",
    "aht": 5,
    "setup": "none",
    "priority": "scale",
    "data": ["none"],
    "hours": "24x7",
    "complexity": "mixed",
    "ai_ok": "no",
    "channels": ["voice"],
}


def advice(**changed: Any) -> dict[str, Any]:
    return recommend(Profile.from_dict({**CALLS, **changed})).to_dict()


def compared(**changed: Any) -> str:
    return changes(advice(), advice(**changed))


class TestChanges:
    def test_without_any_it_says_so(self) -> None:
        assert compared().endswith("Nothing else changes.") and compared().startswith("It stays **")

    def test_another_option_is_said_first(self) -> None:
        after = advice(channels=["voice", "email"])
        told = compared(channels=["voice", "email"])
        assert told.startswith(f"It would be **{after['option_text']}** instead of {advice()['option_text']} (")

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"volume": 16000}, "People to plan for: 15 instead of 8."),
            ({"location_pref": "onshore", "location_strength": "must"}, "Place: onshore instead of offshore"),
            ({"budget_month": 3000}, "Budget: The low end"),
            ({"data": ["phi"]}, "HIPAA: sign a business associate agreement"),
            ({"volume": None, "unit": None, "period": None}, "Confidence: low instead of medium."),
            ({"ai_ok": "no", "priority": "innovation"}, "You want no AI, yet automation matters most to you"),
        ],
    )
    def test_each_part_that_changes_is_named(self, changed: dict[str, Any], said: str) -> None:
        assert said in compared(**changed)

    def test_every_figure_is_one_of_the_objects(self) -> None:
        before, after = advice(), advice(volume=16000)
        told = changes(before, after)
        for figure in (before["points"], after["margin"], after["staffing"]["people"]):
            assert f"{figure:g}" in told
        assert f"${after['cost_month']['low']:,.0f}" in told

    def test_several_kinds_of_work_are_said_as_one_verdict(self) -> None:
        both = {"work": ["customer_support", "hr_payroll"], "employees": 80}
        assert compared(**both).startswith("**You need both, a call center and a BPO")
        assert changes(advice(**both), advice(**both)).startswith("The advice stays the same")


class TestContrast:
    def test_the_points_said_are_the_difference(self) -> None:
        profile = Profile.from_dict(CALLS)
        scores = judge(profile).scores
        [told] = contrast(profile, ["INHOUSE"])
        leads = [float(part.split(")")[0]) for part in told.split("(")[1:]]
        assert sum(leads) == pytest.approx(scores.points["CC_DEDICATED"] - scores.points["INHOUSE"], abs=0.3)

    def test_what_would_turn_it_around_does(self) -> None:
        [told] = contrast(Profile.from_dict(CALLS))
        assert told.endswith("It would turn around if automation and new methods mattered most.")
        assert advice(priority="innovation")["option"] == "CONTACT_CENTER"

    def test_each_kind_of_work_is_compared_by_itself(self) -> None:
        both = Profile.from_dict({**CALLS, "work": ["customer_support", "hr_payroll"], "employees": 80})
        support, payroll = contrast(both, ["INHOUSE"])
        assert support.startswith("**Customer support:**") and payroll.startswith("**Payroll and HR:**")
        assert contrast(both, ["BACKOFFICE_BPO"])[0].startswith("**Payroll and HR:**")

    @pytest.mark.parametrize("option", [name for name in table("options") if name != "MULTI"])
    def test_every_option_and_place_has_an_answer(self, option: str) -> None:
        assert all(contrast(Profile.from_dict(CALLS), [name]) for name in (option, *table("location")["places"]))


class TestDoubts:
    def test_contradictions_are_found_before_the_end(self) -> None:
        pulls = Profile.from_dict({"ai_ok": "no", "priority": "innovation"})
        assert contradictions(pulls) == ["You want no AI, yet automation matters most to you; I left AI out."]
        assert contradictions(Profile()) == []

    def test_settled_means_that_no_single_answer_changes_the_option(self) -> None:
        payroll = Profile.from_dict(
            {
                "work": ["hr_payroll"],
                "volume": 90,
                "unit": "employees",
                "setup": "none",
                "priority": "cost",
                "data": ["none"],
            }
        )
        assert settled(payroll, ["hours", "home"])
        assert all(
            option_of(payroll.changed({key: value})) == "BACKOFFICE_BPO"
            for key in ("continuity", "location_pref")
            for value in table("answers")[key]["values"]
        )

    def test_an_answer_that_changes_the_option_leaves_it_open(self) -> None:
        profile = Profile.from_dict(
            {key: CALLS[key] for key in ("work", "volume", "unit", "period", "setup", "priority")}
        )
        assert not settled(profile, ["channels"])
        assert settled(profile, [])

    def test_a_volume_without_a_unit_is_taken_for_something_that_is_said(self) -> None:
        told = {"work": ["customer_support"], "volume": 5}
        assert unit_taken(Profile.from_dict(told)) == "contacts a month"
        assert unit_taken(Profile.from_dict({**told, "period": "day"})) == "contacts a day"
        assert unit_taken(Profile.from_dict({**told, "unit": "calls"})) is None
        assert unit_taken(Profile.from_dict({"work": ["hr_payroll"], "volume": 5})) == "employees"
        assert unit_taken(Profile()) is None
