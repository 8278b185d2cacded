"""Replies are scored against what was acceptable."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.evaluate.cases import Case, read_expected
from bot.evaluate.score import Played, Tally, by, interval, judge, macro, said, tally


def reply(kind: str, **metadata: Any) -> dict[str, Any]:
    return {"recipient_id": "visitor", "text": "It is so.", "metadata": {"kind": kind, **metadata}}


def answer(slug: str) -> dict[str, Any]:
    return reply("answer", faq=slug)


def case(expected: str, style: str = "") -> Case:
    return Case("what?", read_expected(expected), style, None, "cases.tsv:2")


CLARIFY = reply("clarify", choices=["a", "b"])
DECLINED = reply("out_of_scope")


@pytest.mark.parametrize(
    ("replies", "things"),
    [
        ([answer("a"), answer("b")], ["a", "b"]),
        ([answer("a"), answer("a")], ["a"]),
        ([CLARIFY], ["clarify"]),
        ([reply("fallback")], ["decline"]),
        ([DECLINED], ["decline"]),
        ([reply("error")], ["decline"]),
        ([reply("notice"), reply("question")], ["assess"]),
        ([reply("summary"), reply("recommendation"), reply("recommendation")], ["assess"]),
        ([reply("smalltalk")], ["smalltalk"]),
        ([reply("handoff")], ["handoff"]),
        ([reply("notice", language="other")], ["other_language"]),
        ([reply("notice")], []),
        ([{"text": "no metadata"}], []),
        ([], []),
    ],
)
def test_replies_amount_to_slugs_and_kinds(replies: list[dict[str, Any]], things: list[str]) -> None:
    assert said(replies)[0] == things


def test_what_was_offered_is_known() -> None:
    assert said([CLARIFY])[1] == ["a", "b"]


def test_the_bots_reply_to_another_language_is_told_from_a_notice() -> None:
    with open("bot/domain/conversation.yml", encoding="utf-8") as file:
        response = yaml.safe_load(file)["responses"]["utter_other_language"][0]
    assert said([{"text": response["text"], "metadata": response.get("metadata")}])[0] == ["other_language"]


@pytest.mark.parametrize(
    ("expected", "replies", "outcome"),
    [
        ("a", [answer("a")], "right"),
        ("a|b", [answer("b")], "right"),
        ("a + b", [answer("a"), answer("b")], "right"),
        ("a + b", [answer("b"), answer("a")], "right"),
        ("a", [answer("a"), reply("question")], "right"),
        ("decline", [reply("fallback")], "right"),
        ("a|decline", [DECLINED], "right"),
        ("assess", [reply("notice"), reply("question")], "right"),
        ("clarify", [CLARIFY], "right"),
        ("other_language", [reply("notice", language="other")], "right"),
        ("a", [CLARIFY], "offered"),
        ("c", [CLARIFY], "offered_too_much"),
        ("decline", [CLARIFY], "offered_too_much"),
        ("a", [answer("b")], "wrong"),
        ("a", [answer("b"), answer("a")], "wrong"),
        ("a + b", [answer("a"), answer("c")], "wrong"),
        ("decline", [answer("a")], "wrong"),
        ("a", [reply("smalltalk")], "wrong"),
        ("a", [reply("question")], "wrong"),
        ("a", [DECLINED], "declined"),
        ("a", [], "declined"),
        ("a + b", [answer("a")], "declined"),
        ("a + b", [answer("a"), DECLINED], "declined"),
    ],
)
def test_an_outcome(expected: str, replies: list[dict[str, Any]], outcome: str) -> None:
    assert judge(case(expected), replies).outcome == outcome


def test_what_was_judged_remembers_what_was_said() -> None:
    played = judge(case("a"), [CLARIFY])
    assert (played.said, played.choices) == (("clarify",), ("a", "b"))


def played(expected: str, outcome: str, style: str = "") -> Played:
    return Played(case(expected, style), outcome, ())


PLAYED = [
    played("a", "right", "terse"),
    played("a", "wrong", "terse"),
    played("b", "right", "long"),
    played("c", "offered"),
]


def test_outcomes_are_counted() -> None:
    total = tally(PLAYED)
    assert total.n == 4 and total.counts["right"] == 2 and total.share("right", "offered") == 0.75


def test_none_has_no_share() -> None:
    assert Tally().n == 0 and Tally().share("right") == 0


def test_rates_come_with_counts_and_intervals() -> None:
    row = tally(PLAYED).as_dict()
    assert (row["n"], row["right"], row["offered"], row["wrong"], row["declined"]) == (4, 2, 1, 1, 0)
    assert (row["right_first_rate"], row["right_or_offered_rate"], row["wrong_rate"]) == (0.5, 0.75, 0.25)
    for rate in ("right_first", "right_or_offered", "wrong", "declined"):
        low, high = row[f"{rate}_interval"]
        assert 0 <= low <= row[f"{rate}_rate"] <= high <= 1


# Wilson's intervals as R's binom.wilson gives them.
@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_an_interval_is_wilsons(k: int, n: int, low: float, high: float) -> None:
    assert list(interval(k, n)) == pytest.approx([low, high], abs=5e-4)


def test_of_none_nothing_is_known() -> None:
    assert interval(0, 0) == (0, 1)


def test_outcomes_by_style_and_by_entry() -> None:
    assert {name: group.n for name, group in by(PLAYED, "style").items()} == {"-": 1, "long": 1, "terse": 2}
    assert {name: group.n for name, group in by(PLAYED, "entry").items()} == {"a": 2, "b": 1, "c": 1}


def test_the_macro_average_gives_every_entry_the_same_weight() -> None:
    assert macro(by(PLAYED, "entry")) == pytest.approx((0.5 + 1 + 0) / 3)
    assert macro({}) == 0
