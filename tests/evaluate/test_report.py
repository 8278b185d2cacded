"""The report has all rates, per style and per entry, and every miss."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.evaluate.cases import Case, read_expected
from bot.evaluate.guess import Guess
from bot.evaluate.report import as_text, summarise
from bot.evaluate.score import Played


def played(question: str, expected: str, outcome: str, *said: str, choices: tuple[str, ...] = ()) -> Played:
    case = Case(question, read_expected(expected), "terse", None, "cases.tsv:2")
    return Played(case, outcome, said, choices)


PLAYED = [
    played("first?", "a", "right", "a"),
    played("second?", "a|b + c", "wrong", "d"),
    played("third?", "unwritten", "declined", "decline"),
    played("fourth?", "b", "offered", "clarify", choices=("b", "c")),
    played("fifth?", "b", "offered_too_much", "clarify", choices=("c", "d")),
]
WRITTEN = frozenset("abcd")


def test_entries_that_nobody_wrote_are_counted_apart() -> None:
    summary = summarise(PLAYED, WRITTEN)
    assert (summary["all"]["n"], summary["built"]["n"]) == (5, 4)
    assert "unwritten" not in summary["by_entry"]


def test_micro_and_macro_averages_are_both_there() -> None:
    built = summarise(PLAYED, WRITTEN)["built"]
    assert built["right_first_rate"] == 0.25 and built["right_first_macro"] == pytest.approx(0.25, abs=0.0001)


def test_every_miss_is_listed_with_what_was_said() -> None:
    misses = summarise(PLAYED, WRITTEN)["misses"]
    assert [miss["question"] for miss in misses] == ["second?", "third?", "fourth?", "fifth?"]
    assert misses[0] == {
        "place": "cases.tsv:2",
        "question": "second?",
        "outcome": "wrong",
        "expected": "a|b + c",
        "said": ["d"],
        "choices": [],
    }


def test_the_report_is_json() -> None:
    summary = summarise(PLAYED, WRITTEN)
    assert json.loads(json.dumps(summary)) == summary


def test_calibration_is_there_when_it_is_known() -> None:
    assert "calibration" not in summarise(PLAYED, WRITTEN)
    summary = summarise([replace(PLAYED[0], guess=Guess("faq/a", 0.8))], WRITTEN)
    assert summary["calibration"]["expected_calibration_error"] == 0.2
    assert json.loads(json.dumps(summary)) == summary


def test_a_report_of_nothing_is_a_report() -> None:
    assert summarise([], WRITTEN)["all"]["n"] == 0 and as_text(summarise([], WRITTEN))


def test_people_see_rates_with_counts_and_misses() -> None:
    text = as_text(summarise(PLAYED, WRITTEN))
    assert "second?" in text and "expected a|b + c; got d" in text and "got clarify (b, c)" in text
    assert "first?" not in text and "terse" in text and "macro average" in text


@pytest.mark.parametrize("rate", ["right first", "right or offered", "wrong", "declined", "offered too much"])
def test_people_see_all_five_rates_of_the_contract(rate: str) -> None:
    assert rate in as_text(summarise([PLAYED[0]], WRITTEN))


def test_a_count_stands_beside_every_rate() -> None:
    rows = {line.split("  ")[0].strip(): line.split() for line in as_text(summarise(PLAYED, WRITTEN)).splitlines()}
    assert rows["all"][1:] == ["5", "1", "20.0%", "2", "40.0%", "1", "20.0%", "1", "20.0%", "1", "20.0%"]
    assert rows["b"][1:] == ["2", "0", "0.0%", "1", "50.0%", "0", "0.0%", "0", "0.0%", "1", "50.0%"]


def test_every_rate_has_its_average_over_entries() -> None:
    built = summarise(PLAYED, WRITTEN)["built"]
    rates = ("right_first", "right_or_offered", "wrong", "declined", "offered_too_much")
    assert [built[f"{rate}_macro"] for rate in rates] == [0.25, 0.5, 0.25, 0, 0.25]


def test_people_see_how_each_entry_does() -> None:
    summary = summarise([played("what?", "an_entry", "right", "an_entry")], frozenset({"an_entry"}))
    assert "an_entry" in as_text(summary)
