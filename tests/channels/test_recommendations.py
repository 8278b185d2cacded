"""A recommendation can be read at its link, as page, PDF and Markdown; a link that leads nowhere says so kindly."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from bot.assessment import Profile, recommend
from bot.channels.recommendations import RecommendationsChannel
from bot.storage import Assessment

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
CREATED = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
PROFILE: dict[str, Any] = {"work": ["customer_support"], "volume": 8000, "unit": "calls", "home": "<b>Ohio</b>, US"}
TOKEN = "abc-_123"
FORMS = {"": "text/html; charset=utf-8", ".pdf": "application/pdf", ".md": "text/markdown; charset=utf-8"}


@pytest.fixture(scope="module")
def stored() -> Assessment:
    advice = recommend(Profile.from_dict(PROFILE), draws=0).to_dict()
    return Assessment("1", "visitor", CREATED, PROFILE, advice, TOKEN, CREATED + timedelta(days=30))


@pytest.fixture
def sharing(server: Any, stored: Assessment, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A server that has the recommendation."""
    monkeypatch.setattr(server, "find", {TOKEN: stored}.get)
    return server


@pytest.mark.parametrize("form", FORMS)
def test_it_is_served_in_each_form(sharing: Any, form: str) -> None:
    response = sharing.get(f"/recommendations/{TOKEN}{form}")
    assert (response.status_code, response.headers["content-type"]) == (200, FORMS[form])
    assert response.content.startswith(b"%PDF") if form == ".pdf" else "Contoso" in response.text


@pytest.mark.parametrize("form", FORMS)
def test_nobody_else_is_told_or_keeps_it(sharing: Any, form: str) -> None:
    headers = sharing.get(f"/recommendations/{TOKEN}{form}").headers
    assert headers["Cache-Control"] == "no-store" and headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "no-referrer" and headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_runs_nothing_and_leads_to_the_other_forms(sharing: Any) -> None:
    response = sharing.get(f"/recommendations/{TOKEN}")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "script-src" not in policy
    assert "<b>Ohio" not in response.text and "&lt;b&gt;Ohio" in response.text
    assert f'href="{TOKEN}.pdf"' in response.text and f'href="{TOKEN}.md"' in response.text


@pytest.mark.parametrize("form", ["pdf", "md"])
def test_a_file_has_a_name(sharing: Any, form: str) -> None:
    disposition = sharing.get(f"/recommendations/{TOKEN}.{form}").headers["Content-Disposition"]
    assert disposition == f'inline; filename="call-center-or-bpo-2026-11-27.{form}"'


@pytest.mark.parametrize("form", FORMS)
def test_its_head_can_be_asked_for(sharing: Any, form: str) -> None:
    whole = sharing.get(f"/recommendations/{TOKEN}{form}")
    head = requests.head(f"{sharing.url}/recommendations/{TOKEN}{form}", timeout=10)
    assert head.status_code == 200 and head.content == b""
    for name in ("content-type", "content-length", "cache-control"):
        assert head.headers[name] == whole.headers[name]
    assert requests.head(f"{sharing.url}/recommendations/other", timeout=10).status_code == 404


WRONG = [
    "other",
    "other.pdf",
    f"{TOKEN}.html",
    f"{TOKEN}.pdf.pdf",
    ".pdf",
    "%00",
    "x" * 5000,
    "%2e%2e",
    "a%20b",
]


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_link_looks_like_any_other_wrong_link(sharing: Any, name: str) -> None:
    wrong, other = (sharing.get(f"/recommendations/{one}", headers=BROWSER) for one in (name, "nothing"))
    assert (wrong.status_code, wrong.text) == (404, other.text)
    assert wrong.headers["content-type"] == FORMS[""] and "expired" in wrong.text and 'href="../"' in wrong.text
    assert {**wrong.headers} == {**other.headers}
    assert "default-src 'none'" in wrong.headers["Content-Security-Policy"]


def test_a_program_gets_problem_details(sharing: Any) -> None:
    response = sharing.get("/recommendations/other")
    assert response.headers["content-type"] == "application/problem+json" and response.json()["status"] == 404


def test_a_store_that_does_not_answer_is_said_and_the_log_has_no_token(
    server: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(token: str) -> Assessment | None:
        raise sa.exc.OperationalError(f"select {token}", {}, Exception("away"))

    monkeypatch.setattr(server, "find", away)
    response = server.get(f"/recommendations/{TOKEN}", headers=BROWSER)
    assert response.status_code == 503 and response.headers["Retry-After"] and "nothing is lost" in response.text
    assert server.get(f"/recommendations/{TOKEN}").json()["status"] == 503
    assert "OperationalError" in caplog.text and TOKEN not in caplog.text


def test_a_slow_store_holds_up_nobody_else(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()

    def slow(token: str) -> Assessment | None:
        go.wait(10)
        return None

    monkeypatch.setattr(server, "find", slow)
    waiting = [threading.Thread(target=server.get, args=(f"/recommendations/{one}",)) for one in "abc"]
    for one in waiting:
        one.start()
    begun = time.monotonic()
    assert server.get("/site.css").ok and time.monotonic() - begun < 5
    go.set()
    for one in waiting:
        one.join(10)


def test_it_is_beside_the_page() -> None:
    channel = RecommendationsChannel
    assert (channel.name(), channel.url_prefix()) == ("recommendations", "/recommendations")
