"""What may lead to a person is taken out, however it is written; amounts and years stay."""

from __future__ import annotations

import pytest

from bot.masking import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mail jane.doe+x@mail.example.co.uk.", "mail [e-mail]."),
        ("Jane <jane@example.com>, or joe@example.com!", "Jane <[e-mail]>, or [e-mail]!"),
        ("jane @ example.com", "[e-mail]"),
        ("j\xf6rg@b\xfccher.example", "[e-mail]"),
        ("call +1 (555) 010-0200 after six", "call [number] after six"),
        ("(030) 1234567", "[number]"),
        ("my number is 555.0100.", "my number is [number]."),
        ("card 4111 1111 1111 1111, 12/29", "card [number], 12/29"),
        ("SSN 078-05-1120", "SSN [number]"),
        ("\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668", "[number]"),
        ("see https://bot.example/recommendations/s3cret-token now", "see [link] now"),
        ("WWW.example.com/jane", "[link]"),
    ],
)
def test_what_leads_to_a_person_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "8,000 calls a month, 24/7, since 2019",
        "between 200 and 300 agents",
        "$1,250,000 a year",
        "5 to 10 people at 12.50",
        "12 15 18",
    ],
)
def test_amounts_and_years_stay(text: str) -> None:
    assert masked(text) == text
