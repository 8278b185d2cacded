"""Pairs of entries that are taken for one another."""

from __future__ import annotations

from bot.evaluate.cases import Case, read_expected
from bot.evaluate.confusion import Confusion, confusions, matrix
from bot.evaluate.score import Played


def played(expected: str, outcome: str, *said: str, choices: tuple[str, ...] = ()) -> Played:
    return Played(Case("what?", read_expected(expected), "", None, ""), outcome, said, choices)


def clarified(expected: str, outcome: str, *choices: str) -> Played:
    return played(expected, outcome, "clarify", choices=choices)


PLAYED = [
    played("a", "right", "a"),
    played("a", "wrong", "b"),
    clarified("a", "offered", "b", "a"),
    clarified("c", "offered_too_much", "b", "d"),
    clarified("c", "offered_too_much", "b"),
    played("d", "declined", "decline"),
]


def test_pairs_are_counted_worst_first() -> None:
    assert confusions(PLAYED) == [Confusion("a", "b", 1, 1), Confusion("c", "b", 0, 2)]


def test_what_was_offered_first_and_is_acceptable_is_no_confusion() -> None:
    assert confusions([clarified("a", "offered", "a", "b")]) == []


def test_of_two_questions_the_one_that_was_missed_is_named() -> None:
    assert confusions([played("a + b", "wrong", "a", "c")]) == [Confusion("b", "c", 1, 0)]


def test_an_answer_where_none_was_due_is_a_confusion() -> None:
    assert confusions([played("decline", "wrong", "a")]) == [Confusion("decline", "a", 1, 0)]


def test_the_matrix_has_what_is_confused_and_how_often_it_is_right() -> None:
    shown = matrix(PLAYED, confusions(PLAYED), 10)
    assert shown.names == ("a", "b", "c")
    assert shown.counts == ((1, 2, 0), (0, 0, 0), (0, 2, 0))


def test_of_too_many_names_the_worst_are_shown() -> None:
    assert matrix(PLAYED, confusions(PLAYED), 2).names == ("a", "b")
