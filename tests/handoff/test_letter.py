"""A letter says what a person needs, and nothing in it can be forged."""

from __future__ import annotations

from dataclasses import replace

from bot.handoff import Letter
from tests.handoff.conftest import NASTY


def test_it_says_who_wants_what(letter: Letter) -> None:
    facts = "\n".join(letter.facts())
    assert "Contact: jane@example.com (left for you to answer them" in facts
    assert "Answers: payroll; about 60 employees" in facts
    assert "Recommendation: https://bot.example.com/recommendations/token" in facts


def test_what_is_missing_is_said(letter: Letter) -> None:
    facts = "\n".join(replace(letter, contact=None, answers=(), link=None).facts())
    assert "the visitor left none" in facts and "none were given" in facts and "Recommendation" not in facts


def test_what_follows_says_so_in_short(letter: Letter) -> None:
    assert list(replace(letter, id="2").facts()) == ["The visitor wrote more."]


def test_no_line_of_a_visitor_looks_like_one_of_the_letter(letter: Letter) -> None:
    lines = "\n".join(letter.transcript()).splitlines()
    assert lines[0].startswith("2026-11-27 19:57 Visitor: hi") and "    Contact: eve@evil.example \U0001f600" in lines
    assert all(line.startswith(("2026-", "    ")) for line in lines)


def test_what_is_left_out_is_counted(letter: Letter) -> None:
    assert next(replace(letter, left_out=7).transcript()) == "(7 earlier messages are left out.)"


def test_the_subject_has_nothing_of_the_visitor(letter: Letter) -> None:
    assert letter.subject == "A visitor of the advice bot wants to talk to a person [11111111]"
    assert not set(NASTY.split()) & set(letter.subject.split())


def test_the_subject_says_whose_bot_it_is_on_one_line(letter: Letter) -> None:
    of_acme = replace(letter, owner="Acme\n Outsourcing")
    assert of_acme.subject == "A visitor of the advice bot of Acme Outsourcing wants to talk to a person [11111111]"
    assert next(of_acme.facts()) == "A visitor of the advice bot of Acme Outsourcing wants to talk to a person."
