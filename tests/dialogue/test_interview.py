"""The needs assessment asks nine questions at most, in order, and never one that was answered."""

from __future__ import annotations

from typing import Any

import pytest

from bot.assessment import Profile
from bot.assessment.tables import table
from bot.dialogue.interview import Interview, group_of, questions

ORDER = "work volume setup priority data hours complexity channels home".split()
# One answer for each question.
ANSWERS: dict[str, dict[str, Any]] = {
    "work": {"work": ["customer_support"]},
    "volume": {"volume": 8000, "unit": "calls", "period": "month"},
    "setup": {"setup": "none"},
    "priority": {"priority": "cost"},
    "data": {"data": ["none"]},
    "hours": {"hours": "24x7"},
    "complexity": {"complexity": "mixed"},
    "channels": {"channels": ["voice"]},
    "home": {"home": "US"},
}


def groups(interview: Interview) -> list[str]:
    return [question.group for question in interview.open()]


def answered(*names: str, **more: Any) -> Interview:
    interview = Interview()
    for name in names:
        interview = interview.with_answers(ANSWERS[name])
    return interview.with_answers(more) if more else interview


class TestOrder:
    """Which question is next."""

    def test_the_questions_are_the_nine_groups_of_the_contract_in_order(self) -> None:
        assert list(questions()) == ORDER

    def test_every_question_has_its_words(self) -> None:
        for question in questions().values():
            assert question.text(frozenset()) and question.hint and question.why

    def test_every_answer_that_settles_a_question_belongs_to_its_group(self) -> None:
        for question in questions().values():
            assert question.answers and {group_of(key) for key in question.answers} == {question.group}

    def test_the_first_question_is_the_first(self) -> None:
        first = Interview().next
        assert first is not None and first.group == "work"

    def test_questions_come_in_order(self) -> None:
        interview, asked = Interview(), []
        while interview.next:
            asked.append(interview.next.group)
            interview = interview.with_answers(ANSWERS[asked[-1]])
        assert asked == ORDER

    def test_what_was_told_is_not_asked(self) -> None:
        interview = answered("work", "hours", "channels")
        assert groups(interview) == ["volume", "setup", "priority", "data", "complexity", "home"]

    @pytest.mark.parametrize(
        ("group", "answer"),
        [
            ("volume", {"employees": 40}),
            ("hours", {"peaks": "seasonal"}),
            ("hours", {"continuity": "one_off"}),
            ("home", {"languages": ["en", "es"]}),
            ("home", {"location_pref": "onshore"}),
        ],
    )
    def test_any_of_a_groups_answers_settles_it(self, group: str, answer: dict[str, Any]) -> None:
        assert group not in groups(Interview(answer))

    @pytest.mark.parametrize(
        ("group", "answer"),
        [("volume", {"aht": 5}), ("priority", {"budget_month": 9000}), ("data", {"residency": "in_country"})],
    )
    def test_a_side_remark_does_not_settle_a_question(self, group: str, answer: dict[str, Any]) -> None:
        assert group in groups(Interview(answer))


class TestBranches:
    """Questions that make no sense are left out."""

    @pytest.mark.parametrize(
        ("work", "left_out"),
        [
            (["customer_support"], set()),
            (["outbound_sales"], {"hours", "channels"}),
            (["finance_accounting"], {"channels"}),
            (["data_entry"], {"channels", "complexity"}),
            (["research_analytics"], {"channels", "complexity"}),
            (["customer_support", "data_entry"], set()),
        ],
    )
    def test_the_kind_of_work_decides_what_is_asked(self, work: list[str], left_out: set[str]) -> None:
        assert set(ORDER) - set(groups(Interview({"work": work}))) == {"work"} | left_out

    @pytest.mark.parametrize("answer", [{"residency": "in_country"}, {"data": ["medicaid"]}, {"data": ["gov"]}])
    def test_data_that_must_stay_settles_where(self, answer: dict[str, Any]) -> None:
        assert "home" not in groups(Interview(answer))

    def test_an_implication_needs_all_of_an_answer(self) -> None:
        assert "complexity" in groups(Interview({"work": ["data_entry", "finance_accounting"]}))

    def test_every_kind_of_work_belongs_to_a_family(self) -> None:
        for work in table("answers")["work"]["values"]:
            assert Interview({"work": [work]}).families

    def test_the_wording_suits_the_work(self) -> None:
        hours = questions()["hours"]
        assert "covered" in hours.text(Interview({"work": ["customer_support"]}).families)
        assert "one-off" in hours.text(Interview({"work": ["data_entry"]}).families)
        assert hours.text(frozenset()) == hours.text(frozenset({"inbound"}))


class TestOffers:
    """Which choices are worth a button."""

    def test_a_choice_that_settles_the_question_is_offered(self) -> None:
        assert questions()["setup"].fits({"setup": "none"}, frozenset())

    def test_a_choice_that_leaves_it_open_is_not(self) -> None:
        assert not questions()["complexity"].fits({"ai_ok": "no"}, frozenset({"inbound"}))

    def test_a_question_offers_what_it_asks_of_this_kind_of_work(self) -> None:
        hours = questions()["hours"]
        assert not hours.fits({"hours": "24x7"}, frozenset({"backoffice"}))
        assert hours.fits({"continuity": "one_off"}, frozenset({"backoffice"}))
        assert hours.fits({"hours": "24x7"}, frozenset({"inbound"}))


class TestProgress:
    """ "Question 2 of 6" counts what is asked, and never goes back by answering, nor past the end."""

    @pytest.mark.parametrize("work", [[name] for name in table("answers")["work"]["values"]])
    @pytest.mark.parametrize("data", [["none"], ["medicaid"]])
    def test_each_question_is_one_step_on(self, work: list[str], data: list[str]) -> None:
        answers = {**ANSWERS, "work": {"work": work}, "data": {"data": data}}
        interview, number, most = Interview(), 0, len(ORDER)
        while interview.next:
            number += 1
            assert interview.step == number <= interview.steps <= most
            most = interview.steps
            group = interview.next.group
            interview = interview.ask(group).with_answers(answers[group])
        assert interview.steps == number

    def test_a_question_that_is_asked_again_is_the_same_step(self) -> None:
        interview = Interview().ask("work").with_answers(ANSWERS["work"]).ask("volume")
        assert (interview.step, interview.steps) == (2, 9)
        assert interview.ask("volume").step == 2

    def test_what_was_told_without_being_asked_does_not_count(self) -> None:
        interview = answered("work", "volume", "hours")
        assert (interview.step, interview.steps) == (1, 6)

    def test_what_is_told_on_the_way_makes_it_shorter(self) -> None:
        interview = Interview().ask("work").with_answers(ANSWERS["work"]).with_answers(ANSWERS["channels"])
        assert (interview.step, interview.steps) == (2, 8)

    def test_a_skipped_question_counts_as_asked(self) -> None:
        interview = Interview().ask("work").skip("work").ask("volume")
        assert (interview.step, interview.steps) == (2, 9)

    def test_back_is_one_step_back(self) -> None:
        interview = Interview().ask("work").with_answers(ANSWERS["work"]).ask("volume")
        assert (interview.without("work").step, interview.without("work").steps) == (1, 9)


class TestSkipping:
    """Questions may be left unanswered."""

    def test_a_skipped_question_is_not_asked_again(self) -> None:
        interview = Interview().skip("work")
        assert interview.status("work") == "skipped" and groups(interview) == ORDER[1:]

    def test_several_can_be_skipped(self) -> None:
        assert groups(Interview().skip("home", "data")) == [name for name in ORDER if name not in ("home", "data")]

    def test_an_answer_after_all_takes_the_skip_back(self) -> None:
        interview = Interview().skip("volume").with_answers({"volume": 20})
        assert interview.status("volume") == "answered" and interview.skipped == frozenset()

    def test_an_open_question_has_no_status(self) -> None:
        assert Interview().status("work") is None

    def test_the_original_is_left_as_it_was(self) -> None:
        interview = Interview()
        interview.skip("work")
        interview.with_answers({"volume": 5})
        assert interview == Interview()


class TestAnswers:
    """A new answer replaces the old one."""

    def test_a_new_answer_replaces_the_old(self) -> None:
        assert answered("setup", setup="inhouse_ok").profile == {"setup": "inhouse_ok"}

    def test_a_bare_number_keeps_its_unit_and_period(self) -> None:
        changed = answered("volume", volume=300)
        assert changed.profile == {"volume": 300, "unit": "calls", "period": "month"}

    def test_a_number_with_another_unit_loses_the_period(self) -> None:
        assert answered("volume", volume=20, unit="agents").profile == {"volume": 20, "unit": "agents"}

    def test_a_number_with_another_period_keeps_the_unit(self) -> None:
        changed = answered("volume", volume=300, period="day")
        assert changed.profile == {"volume": 300, "unit": "calls", "period": "day"}

    def test_the_time_of_one_channels_contacts_leaves_the_others(self) -> None:
        both = Interview({"channels": ["voice", "email"]})
        assert both.with_answers({"aht": 5, "channels": ["email"]}).profile["channels"] == ["voice", "email"]
        assert both.with_answers({"channels": ["email"]}).profile["channels"] == ["email"]

    def test_a_volume_from_a_button_keeps_the_unit_that_was_named_before(self) -> None:
        from bot.reading import choices

        button = next(choice for choice in choices("volume") if "period" in choice.profile)
        named = Interview({"work": ["finance_accounting"], "unit": "invoices"})
        assert named.with_answers(button.profile).profile["unit"] == "invoices"

    def test_what_is_gathered_is_a_profile(self) -> None:
        profile = answered(*ORDER).profile
        assert {k: v for k, v in Profile.from_dict(dict(profile)).to_dict().items() if v is not None} == profile


class TestBack:
    """One question back."""

    def test_back_is_to_what_was_settled_before(self) -> None:
        interview = answered("work", "volume").skip("setup")
        assert interview.before("priority") == "setup" and interview.before("setup") == "volume"

    def test_questions_that_were_not_asked_are_passed_over(self) -> None:
        interview = answered("work", "volume", "hours")
        assert interview.before("hours") == "volume"

    def test_there_is_nothing_before_the_first(self) -> None:
        assert Interview().before("work") is None

    @pytest.mark.parametrize("group", ["volume", "setup"])
    def test_a_question_can_be_opened_again(self, group: str) -> None:
        again = answered("work", "volume").skip("setup").without(group)
        assert again.status(group) is None and again.next is not None and again.next.group == group
        assert not {key for key in again.profile if group_of(key) == group}

    def test_where_data_must_stay_outlasts_a_step_back(self) -> None:
        told = Interview({"data": ["none"], "residency": "in_country"}).without("data")
        assert told.profile == {"residency": "in_country"} and told.status("data") is None


class TestEnd:
    """When there is enough."""

    def test_it_may_end_when_what_is_always_asked_is_behind_us(self) -> None:
        assert not answered("work", "volume", "setup", "priority").may_end
        assert answered("work", "volume", "setup", "priority", "data").may_end
        assert answered("work", "volume").skip("setup", "priority", "data").may_end

    def test_there_is_no_next_question_at_the_end(self) -> None:
        assert answered(*ORDER).next is None and groups(answered(*ORDER)) == []


def test_every_key_of_the_profile_belongs_to_a_question() -> None:
    assert {group_of(key) for key in table("answers")} == set(ORDER)


class TestChanging:
    """A new answer replaces, adds, or makes another void."""

    def test_a_list_grows_when_it_comes_on_top(self) -> None:
        interview = answered("work", "channels")
        assert interview.with_answers({"channels": ["email"]}, adds=True).profile["channels"] == ["voice", "email"]
        assert interview.with_answers({"channels": ["email"]}).profile["channels"] == ["email"]

    def test_what_comes_on_top_of_nothing_sensitive_is_all_there_is(self) -> None:
        assert answered("data").with_answers({"data": ["pci"]}, adds=True).profile["data"] == ["pci"]

    def test_a_count_of_calls_does_not_take_other_channels_away(self) -> None:
        interview = answered(channels=["voice", "email"])
        read = {"volume": 200, "unit": "calls", "period": "month", "channels": ["voice"]}
        assert interview.with_answers(read).profile["channels"] == ["voice", "email"]
        assert answered().with_answers(read).profile["channels"] == ["voice"]

    def test_another_kind_of_work_makes_a_volume_in_its_old_unit_void(self) -> None:
        interview = answered("work", "volume", aht=5)
        moved = interview.with_answers({"work": ["hr_payroll"]}).profile
        assert not {"volume", "unit", "period", "aht"} & set(moved)
        assert interview.with_answers({"work": ["tech_support"]}).profile["volume"] == 8000

    def test_a_question_asked_again_keeps_what_was_said_beside_its_answer(self) -> None:
        interview = answered("work", "volume", "priority", aht=5, budget_month=4000)
        assert interview.without("volume").profile == {
            **ANSWERS["work"],
            "aht": 5,
            "priority": "cost",
            "budget_month": 4000,
        }
        assert "priority" not in interview.without("volume", "priority").profile
