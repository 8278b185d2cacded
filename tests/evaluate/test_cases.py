"""Questions to play come from tab-separated files with a header."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.evaluate.cases import REPLIES, Case, CaseError, read_cases, read_expected

Written = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write a file of cases."""

    def write(text: str, name: str = "cases.tsv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_case_has_a_question_and_what_is_acceptable(written: Written) -> None:
    path = written('question\tslugs\tstyle\tprevious_slug\nwhat\'s "bpo"\ta|b + c\tterse\tz\n')
    assert read_cases(path) == [Case('what\'s "bpo"', (frozenset("ab"), frozenset("c")), "terse", "z", "cases.tsv:2")]


def test_the_columns_may_go_by_their_other_names(written: Written) -> None:
    [case] = read_cases(written("id\tmessage\texpected\tkind\n1\twill it rain\tdecline\toos\n"))
    assert (case.question, case.expected, case.style, case.previous) == (
        "will it rain",
        (frozenset({"decline"}),),
        "oos",
        None,
    )


@pytest.mark.parametrize("text", ["", "question\tslugs\n", "question\tanswer\nx\ty\n", "text\tslugs\nx\ty\n"])
def test_a_file_without_the_columns_is_refused(written: Written, text: str) -> None:
    with pytest.raises(CaseError, match=r"cases\.tsv: a header with question"):
        read_cases(written(text))


@pytest.mark.parametrize("row", ["what is bpo", "what is bpo\t", "what is bpo\t  "], ids=["no tab", "empty", "spaces"])
def test_a_row_without_what_is_acceptable_is_refused_with_its_line(written: Written, row: str) -> None:
    with pytest.raises(CaseError, match=r"cases\.tsv:3"):
        read_cases(written(f"question\tslugs\nfirst\ta\n{row}\n"))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("what is bpo", "write, after a tab, the entries"),
        ("what is bpo\ta + |", "write, after a tab, the entries"),
        ("\ta", "the column question is empty; write"),
        ("  \ta", "the column question is empty; write"),
    ],
)
def test_a_row_that_cannot_be_played_says_what_to_write(written: Written, row: str, said: str) -> None:
    with pytest.raises(CaseError, match=rf"cases\.tsv:4: .*{said}"):
        read_cases(written(f"question\tslugs\nfirst\ta\n\n{row}\n"))


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cases.tsv").write_bytes("question\tslugs\ncaf\xe9\ta\n".encode("latin-1"))
    with pytest.raises(CaseError, match=r"cases\.tsv: is not UTF-8; save it"):
        read_cases(tmp_path / "cases.tsv")


def test_a_file_that_a_spreadsheet_saved_is_read(tmp_path: Path) -> None:
    (tmp_path / "cases.tsv").write_text("question\tslugs\r\nfirst\ta\r\n", "utf-8-sig", newline="")
    assert [case.question for case in read_cases(tmp_path / "cases.tsv")] == ["first"]


def test_the_place_is_the_line_in_the_file(written: Written) -> None:
    cases = read_cases(written("question\tslugs\nfirst\ta\n\nsecond\tb\n"))
    assert [case.place for case in cases] == ["cases.tsv:2", "cases.tsv:4"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("a", [{"a"}]),
        ("a|b", [{"a", "b"}]),
        ("a | b + c", [{"a", "b"}, {"c"}]),
        ("answer:a|decline", [{"a", "decline"}]),
        ("a|", [{"a"}]),
    ],
)
def test_acceptable_entries_are_read(cell: str, expected: list[set[str]]) -> None:
    assert [set(group) for group in read_expected(cell)] == expected


def test_a_case_counts_as_written_when_each_question_has_an_entry_or_a_kind_of_reply() -> None:
    def built(*groups: set[str]) -> bool:
        return Case("", tuple(map(frozenset, groups)), "", None, "").built(frozenset({"a", "b"}))

    assert built({"a"}) and built({"a", "unwritten"}) and built({"a"}, {"b"}) and built({"decline"})
    assert not built({"unwritten"}) and not built({"a"}, {"unwritten"})


def test_the_words_for_kinds_of_reply_are_those_of_the_contract() -> None:
    assert {"decline", "assess", "other_language", "smalltalk", "clarify", "handoff"} == REPLIES
