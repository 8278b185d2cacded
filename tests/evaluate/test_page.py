"""The page for readers has counts and pictures, and quotes no question."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.evaluate.cases import Case, read_expected
from bot.evaluate.guess import Guess
from bot.evaluate.page import MOST_PAIRS, Report
from bot.evaluate.score import Played

FILE = Path("elsewhere/cases.tsv")


def played(
    expected: str, outcome: str, *said: str, guess: Guess | None = None, choices: tuple[str, ...] = ()
) -> Played:
    case = Case(f"the secret question about {expected}", read_expected(expected), "terse", None, "cases.tsv:2")
    return Played(case, outcome, said, choices, guess)


PLAYED = [
    *[played("what_is_a", "right", "what_is_a", guess=Guess("faq/what_is_a", 0.92))] * 6,
    played("what_is_a", "wrong", "what_is_b", guess=Guess("faq/what_is_b", 0.61)),
    played("what_is_b", "offered", "clarify", choices=("what_is_a", "what_is_b"), guess=Guess("faq/what_is_a", 0.3)),
    played("decline", "right", "decline", guess=Guess("out_of_scope/far", 0.7)),
    played("unwritten", "declined", "decline"),
]
WRITTEN = frozenset(["what_is_a", "what_is_b"])
REPORT = Report("model bpo-bot-0123, in process", [(FILE, 10)], PLAYED, WRITTEN, 0.5)


def rows(page: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]


def test_the_page_names_the_model_and_the_files_with_their_counts() -> None:
    page = REPORT.page()
    assert "model bpo-bot-0123" in page and ["`elsewhere/cases.tsv`", "10"] in rows(page)


def test_of_a_file_outside_the_project_only_the_name_is_told(tmp_path: Path) -> None:
    page = replace(REPORT, files=[(tmp_path / "private.tsv", 10)]).page()
    assert "private.tsv" in page and str(tmp_path) not in page


def test_the_own_questions_are_named_without_a_file() -> None:
    assert ["the cards' own test questions", "10"] in rows(replace(REPORT, files=[(None, 10)]).page())


@pytest.mark.parametrize(("file", "told"), [("data/calibration/questions.tsv", True), ("data/other.tsv", False)])
def test_figures_that_flatter_say_so(file: str, told: bool) -> None:
    assert ("flatters" in replace(REPORT, files=[(Path(file), 10)]).page()) is told


def test_rates_come_with_counts_intervals_and_both_averages() -> None:
    found = rows(REPORT.page())
    assert ["right first", "7 of 9", "77.8%", "45.3% to 93.7%", "61.9%"] in found
    assert ["right first", "7 of 10", "70.0%", "39.7% to 89.2%"] in found  # with what has no entry
    assert ["terse", "9", "7 (77.8%)", "8 (88.9%)", "1 (11.1%)", "0 (0.0%)", "0 (0.0%)", "45.3% to 93.7%"] in found


def test_pairs_to_tell_apart_are_listed() -> None:
    found = rows(REPORT.page())
    assert ["`what_is_a`", "`what_is_b`", "1", "0"] in found and ["`what_is_b`", "`what_is_a`", "0", "1"] in found


def test_no_more_pairs_are_listed_than_can_be_mended() -> None:
    many = [played(f"e{number:02}", "wrong", "what_is_a") for number in range(MOST_PAIRS + 5)]
    page = replace(REPORT, played=many).page()
    assert f"The worst {MOST_PAIRS} of {MOST_PAIRS + 5} pairs" in page
    assert len(re.findall(r"^\| `e\d\d`", page, re.MULTILINE)) == MOST_PAIRS


def test_misses_are_counted() -> None:
    found = rows(REPORT.page())
    assert ["wrong", "1"] in found and ["declined", "1"] in found and ["all, of 10 questions", "3"] in found


def test_no_question_is_quoted(tmp_path: Path) -> None:
    REPORT.write(tmp_path)
    assert "secret" not in (tmp_path / "quality.md").read_text("utf-8")


def test_confidence_is_reported_with_the_present_threshold() -> None:
    page = REPORT.page()
    assert "Expected calibration error: 0." in page and "on 9 messages" in page
    assert "At the present 0.5: 7 of 9 answered (77.8%), 1 of these wrongly (14.3%)." in page


def test_without_confidence_the_page_says_that_it_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "quality").mkdir()
    (tmp_path / "quality/reliability.png").touch()
    replace(REPORT, played=[replace(one, guess=None) for one in PLAYED], threshold=None).write(tmp_path)
    page = (tmp_path / "quality.md").read_text("utf-8")
    assert "carry no confidence" in page and "calibration error" not in page
    assert [path.name for path in (tmp_path / "quality").iterdir()] == ["confusions.png"]


def test_the_pictures_are_written_where_the_page_looks_for_them(tmp_path: Path) -> None:
    REPORT.write(tmp_path)
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", (tmp_path / "quality.md").read_text("utf-8"))
    assert pictures == ["quality/confusions.png", "quality/reliability.png", "quality/coverage.png"]
    for picture in pictures:
        content = (tmp_path / picture).read_bytes()
        assert content.startswith(b"\x89PNG") and len(content) > 5_000


def test_the_same_play_gives_the_same_files(tmp_path: Path) -> None:
    REPORT.write(tmp_path / "one")
    REPORT.write(tmp_path / "two")
    for path in (tmp_path / "one").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()


def test_a_report_of_nothing_is_a_report(tmp_path: Path) -> None:
    replace(REPORT, played=[]).write(tmp_path)
    assert "No entry was taken for another." in (tmp_path / "quality.md").read_text("utf-8")
