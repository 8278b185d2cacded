"""The document says all that the recommendation says, with its figures, and nothing in codes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.assessment.tables import table
from bot.takeaway import Document
from bot.takeaway.blocks import Facts, Section, Sources, Table
from bot.takeaway.phrases import capital

SAID_ELSEWHERE = {row["say"] for row in table("flags") if row["code"] in table("wording")["said_elsewhere"]}


def streams(advice: dict[str, Any]) -> list[dict[str, Any]]:
    """The pieces of advice that are told one by one."""
    return advice["workstreams"] or [advice]


def section(made: Document, title: str) -> Section:
    return next(one for one in made.sections if one.title == title)


def titles(made: Document) -> list[str]:
    return [one.title for one in made.sections]


def test_every_sentence_of_the_advice_is_in_it(made: Document, advice: dict[str, Any], words: Any) -> None:
    text = words(made)
    said = [advice["verdict_text"], *advice["contradictions"], *advice["next_steps"], *advice["assumptions"]]
    said += [line for line in advice["watch_outs"] if line not in SAID_ELSEWHERE]
    said += [flip["text"] for flip in advice["flips"]]
    for one in streams(advice):
        said += [capital(one["option_text"]), *one["technology"]]
        said += [reason["text"] for reason in one["why"]] + [flip["text"] for flip in one["flips"]]
        said += [capital(gone["reason"]) for gone in one["ruled_out"]]
        said += [rule["reason"] for rule in one["location"]["rules"]]
        said += [] if one["option"] == "INHOUSE" else [one["location"]["reason"], one["pricing"]["reason"]]
        said += [one["staffing"][key] for key in ("caveat", "reason") if one["staffing"][key]]
        said += [capital(one["cost_month"]["basis"] or ""), one["cost_month"]["reason"] or ""]
    missing = [line for line in said if line not in text]
    assert not missing


def test_every_figure_in_it_is_the_advices(made: Document, advice: dict[str, Any], words: Any) -> None:
    text = words(made)
    for one in streams(advice):
        assert f"{one['points']:g}" in text
        if one["margin"]:
            assert f"{one['margin']:g} point{'' if one['margin'] == 1 else 's'} behind" in text
        staff, price = one["staffing"], one["cost_month"]
        if staff["people"] is not None:
            for key in ("workload_fte", "busy_hour_calls", "erlangs", "agents_on_phones", "asa", "rostered", "people"):
                assert f"{staff[key]:,.10g}" in text, key
            assert f"busy {staff['occupancy']:.0%}" in text and f"{staff['service_level']:.1%}; " in text
        if price["low"] is not None:
            assert f"${price['low']:,.0f}-{price['high']:,.0f} a month, not a quote" in text
    total, check = advice["cost_month"], advice["budget_check"]
    if total["low"] is not None:
        assert f"${total['low']:,.0f}-{total['high']:,.0f} a month, not a quote" in text
    if check["status"]:
        assert check["reason"] in text


def test_every_answer_is_in_it(made: Document, profile: dict[str, Any], words: Any) -> None:
    block = section(made, "Your answers").blocks[0]
    if not profile:
        assert "No answers were given." in words(made)
        return
    assert isinstance(block, Facts)
    groups = {table("answers")[key]["group"] for key in profile}
    assert len(block.rows) == len(groups)
    for key in ("work", "channels", "data"):
        for value in profile.get(key, ()):
            assert table("answers")[key]["values"][value].lower() in words(made).lower()


def test_every_source_is_listed_once_and_every_number_leads_to_one(
    made: Document, advice: dict[str, Any], cited: Any
) -> None:
    [listed] = section(made, "Sources").blocks
    assert isinstance(listed, Sources)
    assert [one.number for one in listed.entries] == list(range(1, len(listed.entries) + 1))
    assert cited(made) == {one.number for one in listed.entries}
    wanted = {
        entry["source"]["title"].lower()
        for one in streams(advice)
        for entry in (*one["why"], *one["ruled_out"], *one["location"]["rules"], one["pricing"])
    }
    assert wanted <= {one.title.lower() for one in listed.entries}
    assert all(one.year or one.kind == "our own work" for one in listed.entries)


def test_every_rule_is_named(made: Document, advice: dict[str, Any], words: Any) -> None:
    text = words(made)
    for one in streams(advice):
        for entry in (*one["why"], *one["ruled_out"], *one["location"]["rules"], one["pricing"]):
            assert entry["rule"].replace(".", ", ").replace("_", " ") in text


def test_nothing_in_it_is_a_code(made: Document, words: Any) -> None:
    text = words(made)
    assert "None" not in text.replace("None: the answers", "")
    assert not re.search(r"[a-z]_[a-z]|[A-Z]_[A-Z]|\{|\}", text)
    for code in [*table("options"), *table("answers")["work"]["values"]]:
        assert not re.search(rf"\b{code}\b", text) or code == "KPO"


def test_each_kind_of_work_has_a_part_of_its_own(compose: Any) -> None:
    made = compose("D12")
    parts = [one.title for one in made.sections if one.title.startswith("For ")]
    assert parts == ["For customer support", "For payroll and HR"]
    inner = [one.title for one in made.sections if one.level == 3]
    assert inner.count("Why") == inner.count("Cost") == 2
    assert {"What would change the whole", "Cost together"} <= set(titles(made))


def test_headings_never_skip_a_level(made: Document) -> None:
    assert made.sections[0].level == 2
    assert {one.level for one in made.sections} <= {2, 3}


def test_a_budget_that_does_not_do_comes_first(compose: Any) -> None:
    for key in ("D01", "a budget for two"):
        made = compose(key)
        assert titles(made)[0] == "Check the budget first" and made.sections[0].urgent
    assert "Check the budget first" not in titles(compose("D06"))


def test_what_would_cost_less_is_a_table(advise: Any, compose: Any) -> None:
    offers = [{"text": "go offshore", "option": "CC_SHARED", "location": "offshore", "low": 120, "high": 1300}]
    check = {**advise("D01")["budget_check"], "cheaper": offers}
    _, block = compose("D01", budget_check=check).sections[0].blocks
    assert isinstance(block, Table)
    assert [cell.words for cell in block.rows[0]] == [
        "Go offshore",
        "An outsourced call center with agents shared among clients",
        "Offshore",
        "$120-1,300",
    ]


def test_answers_that_do_not_go_together_come_early(compose: Any) -> None:
    made = compose("at odds")
    assert titles(made).index("Answers that do not go together") < titles(made).index("At a glance")


def test_it_says_when_by_whom_and_how_long(compose: Any, words: Any) -> None:
    made = compose("D06", "Contoso")
    assert made.kicker == "Recommendation of November 27, 2026 by the advice bot of Contoso"
    assert "until December 27, 2026" in words(made) and "not a quote" in made.notes[0]
    assert compose("D06").kicker == "Recommendation of November 27, 2026"


@pytest.mark.parametrize(("home", "paper"), [("US", "letter"), ("Canada", "letter"), (None, "letter"), ("Spain", "a4")])
def test_the_paper_is_the_readers(compose: Any, home: str | None, paper: str) -> None:
    assert compose("D06", profile={"home": home}).paper == paper
