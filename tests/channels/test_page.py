"""A page to talk to the bot, which loads nothing from elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.page import PageChannel


@pytest.mark.parametrize(
    ("path", "kind"), [("/", "text/html"), ("/chat.js", "text/javascript"), ("/chat.css", "text/css")]
)
def test_the_page_and_its_files_are_served(server: Any, path: str, kind: str) -> None:
    response = server.get(path)
    assert response.status_code == 200 and response.headers["content-type"].startswith(kind)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_greeting_is_the_bots_own(server: Any) -> None:
    assert server.get("/greeting").json() == [
        {"text": "Hello.", "buttons": [{"title": "Hi", "payload": "Hi"}], "metadata": {"kind": "smalltalk"}}
    ]


@pytest.mark.parametrize("domain", ["no model", "no greeting"])
def test_without_a_greeting_the_page_still_loads(server: Any, domain: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without = None if domain == "no model" else type("Domain", (), {"responses": {}})()
    monkeypatch.setattr(server.agent, "domain", without)
    assert server.get("/greeting").json() == []


def test_the_script_makes_no_markup_of_what_is_said(server: Any) -> None:
    script = server.get("/chat.js").text
    assert not any(way in script for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("))
    assert "https?:" in script and "noopener" in script


def test_nothing_else_is_served(server: Any) -> None:
    assert server.get("/../settings.py").status_code == 404 and server.get("/chat.py").status_code == 404


def test_the_page_is_at_the_root() -> None:
    assert (PageChannel.name(), PageChannel.url_prefix()) == ("page", "/")
