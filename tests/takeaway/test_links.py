"""A token becomes three links and one message."""

from __future__ import annotations

from datetime import date

from bot.takeaway import Links


def test_a_token_has_a_page_and_two_other_forms() -> None:
    links = Links.of("abc-_1", "https://bot.example.com")
    assert links.to_dict() == {
        "page": "https://bot.example.com/recommendations/abc-_1",
        "pdf": "https://bot.example.com/recommendations/abc-_1.pdf",
        "markdown": "https://bot.example.com/recommendations/abc-_1.md",
    }


def test_the_message_has_every_link_and_the_last_day() -> None:
    links = Links.of("abc", "http://localhost:5005")
    text = links.invitation(date(2026, 12, 27))
    assert all(f"]({address})" in text for address in links.to_dict().values())
    assert "until December 27, 2026" in text
