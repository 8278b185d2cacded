"""Addresses and numbers of a person are noticed; what a business tells of itself is not."""

from __future__ import annotations

import pytest

from bot.reading import is_personal


@pytest.mark.parametrize(
    "text",
    [
        "my mail is jane.doe@example.com",
        "jane@example.com or joe@example.com",
        "what is BPO? answer to +1 (555) 010-0200",
        "ring me on 020 7946 0958",
        "call 415 555 2671 after six",
        "card 4111 1111 1111 1111",
        "4111-1111-1111-1111 is my visa",
        "5500000000000004",
        "SSN 078-05-1120",
    ],
)
def test_what_leads_to_a_person_is_personal(text: str) -> None:
    assert is_personal(text)


@pytest.mark.parametrize(
    "text",
    [
        "what is BPO",
        "8,000 calls a month, 24/7, since 2019",
        "1200000 calls a year",
        "8000-10000 calls",
        "$1,250,000 a year",
        "$1000000000",
        "2026-11-27",
        "we support 1-800 numbers",
        "tickets 4111 1111 1111 1112",  # no card: the last digit does not fit
        "@jane on twitter",
    ],
)
def test_amounts_dates_and_names_are_not(text: str) -> None:
    assert not is_personal(text)
