"""Pages of this server and of listed origins may use the webhook; no other may read what it answers."""

from __future__ import annotations

import pytest

from bot.channels.origins import Origins

PAGE = "https://www.example.com"
LISTED = Origins([PAGE], "https://bot.example.org/chat")


@pytest.mark.parametrize(
    "origin", [None, PAGE, "http://10.0.0.1:5005", "https://10.0.0.1:5005", "https://bot.example.org"]
)
def test_no_page_a_listed_one_and_our_own_are_admitted(origin: str | None) -> None:
    assert LISTED.admit(origin, "10.0.0.1:5005")


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "https://",
        "http://www.example.com",
        f"{PAGE}.evil.example",
        f"{PAGE}:8443",
        "http://[::1",
        "file://",
    ],
)
def test_no_other_is(origin: str) -> None:
    assert not LISTED.admit(origin, "10.0.0.1:5005") and not Origins().admit(origin, "")


def test_a_listed_page_may_read_answers_without_credentials() -> None:
    headers = LISTED.headers(PAGE)
    assert headers["Access-Control-Allow-Origin"] == PAGE and headers["Vary"] == "Origin"
    assert not any("Credentials" in name for name in {**headers, **LISTED.preflight(PAGE)})
    assert "Idempotency-Key" in LISTED.preflight(PAGE)["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("origin", [None, "null", "https://bot.example.org", "https://elsewhere.example"])
def test_no_other_page_is_told_anything(origin: str | None) -> None:
    assert LISTED.headers(origin) == {"Vary": "Origin"} and LISTED.preflight(origin) == {}
    assert Origins().headers(origin) == {} == Origins().preflight(origin)
