"""What the form of a text shows."""

from __future__ import annotations

import pytest

from bot.dialogue import text_form


@pytest.mark.parametrize(
    ("text", "asks", "leans", "points"),
    [
        ("what is BPO", True, False, False),
        ("any idea about pay?", True, False, False),
        ("and which one pays more", False, True, False),
        ("how does it work", True, True, True),
        ("8,000 calls a month", False, False, False),
    ],
)
def test_a_text_asks_leans_or_points(text: str, asks: bool, leans: bool, points: bool) -> None:
    assert (text_form.asks(text), text_form.leans(text), text_form.points(text)) == (asks, leans, points)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2", 2),
        (" #3. ", 3),
        ("option 1", 1),
        ("12", 12),
        ("the second one", 2),
        ("no, the first", 1),
        ("third please", 3),
        ("120", None),
        ("0", None),
        ("two", None),
        ("first call resolution", None),
        ("the second year", None),
    ],
)
def test_a_number_picks_a_place(text: str, place: int | None) -> None:
    assert text_form.numbered(text) == place


def test_only_digits_are_a_number() -> None:
    assert text_form.is_number("5,000") and not text_form.is_number("24/7") and not text_form.is_number("5 calls")


def test_a_message_of_one_part_has_none() -> None:
    assert text_form.parts("what is BPO and a call center") == []
    assert text_form.parts("hi! what is BPO and what is KPO") == ["what is BPO", "what is KPO"]


def test_a_part_stands_alone_when_it_is_a_whole_question() -> None:
    text = "what is BPO? and why? how is it paid?"
    assert text_form.stands_alone("what is BPO?", text)
    assert not text_form.stands_alone("and why?", text) and not text_form.stands_alone("how is it paid?", text)


def test_terms_are_named_to_be_explained_not_compared() -> None:
    assert [term.strip() for term in text_form.terms("explain AHT and FCR please")] == ["AHT", "FCR"]
    assert not text_form.terms("what is AHT or FCR") and not text_form.terms("AHT and FCR")


def test_who_is_asked_for_something_of_their_own_is_taken_for_a_vendor() -> None:
    assert text_form.asks_a_vendor("what is your turnover") and text_form.asks_a_vendor("do you offer 24/7")
    assert not text_form.asks_a_vendor("do you know what AHT is")


@pytest.mark.parametrize(
    ("text", "yes"), [("yes, forget me", True), ("Yeah", True), ("yesterday", False), ("no", False)]
)
def test_a_yes_opens_a_text(text: str, yes: bool) -> None:
    assert text_form.says_yes(text) is yes
