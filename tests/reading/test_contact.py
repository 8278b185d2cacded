"""One e-mail address or one phone number is a contact; amounts, dates and cards are none."""

from __future__ import annotations

import pytest

from bot.reading import NOT_AT_ALL, WITHOUT, read_contact, read_return, read_wish


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("jane@example.com", "jane@example.com"),
        ("it's Jane.Doe+bpo@mail.example.co.uk.", "Jane.Doe+bpo@mail.example.co.uk"),
        ("Jane <jane@example.com>", "jane@example.com"),
        ("mailto:jane@example.com", "jane@example.com"),
        ("jane@example.com, I repeat, jane@example.com", "jane@example.com"),
        ("jane@example.com or +1 555 0100 200", "jane@example.com"),
        ("twitter is @jane, mail jane@example.com", "jane@example.com"),
        ("+1 (555) 010-0200", "+1 (555) 010-0200"),
        ("(030) 12345678", "(030) 12345678"),
        ("call +1-555-010-0200, after six", "+1-555-010-0200"),
        ("ring me on 020 7946 0958.", "020 7946 0958"),
        ("98765 43210", "98765 43210"),
    ],
)
def test_a_contact_is_read_as_it_was_written(text: str, contact: str) -> None:
    assert read_contact(text) == contact


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "@jane",
        "jane@localhost",
        "a@b@example.com",
        "jane..doe@example.com",
        ".jane@example.com",
        "jane.@example.com",
        "j\u00e4ne@example.com",
        "jane@example.com\u0430",
        "jane at example dot com",
        "jane@example.com or joe@example.com",
        "+1 555 010 0200 or +1 555 010 0300",
        f"{'x' * 250}@example.com",
        "555-0100",
        "1,200,000 calls",
        "8000-10000 calls",
        "100 agents and 2000 calls",
        "2026-11-27",
        "01.02.2026",
        "4111 1111 1111 1111",
        "$1000000000",
        "1.500.000,00",
        "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660",
    ],
)
def test_what_is_none_is_not_taken_for_one(text: str) -> None:
    assert read_contact(text) is None


def test_reading_takes_no_time_whatever_is_sent() -> None:
    for text in ("a" * 1000, "a@" * 500, "1 " * 500, "1(" * 500, "." * 1000 + "@", "a." * 499 + "@", "-" * 999 + "1"):
        assert read_contact(text) is None


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("No contact", WITHOUT),
        ("send it without", WITHOUT),
        ("I'd rather not", WITHOUT),
        ("i don't want to give my number", WITHOUT),
        ("anonymous please", WITHOUT),
        ("Don't send", NOT_AT_ALL),
        ("please do not pass it on", NOT_AT_ALL),
        ("never mind", NOT_AT_ALL),
        ("cancel", NOT_AT_ALL),
        ("what is bpo?", None),
        ("yes", None),
        ("we have no phone system and would like one that our three agents can use", None),
    ],
)
def test_a_wish_is_to_send_without_or_not_at_all(text: str, wish: str | None) -> None:
    assert read_wish(text) == wish


@pytest.mark.parametrize(
    ("text", "returns"),
    [
        ("Back to the bot", True),
        ("i want to go back to the bot, please", True),
        ("return to the chatbot", True),
        ("go back", False),
        ("talk to a bot", False),
        ("don't go back to the bot", False),
        ("back to the bottom line", False),
    ],
)
def test_who_names_the_bot_wants_it_back(text: str, returns: bool) -> None:
    assert read_return(text) is returns
