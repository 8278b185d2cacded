"""A recommendation is taken away by its links, which work until they expire or the conversation is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from bot.storage.engine import create_engine, writing
from bot.storage.forgetting import erase
from bot.storage.tables import assessments

CASE = (
    "We need someone to answer our customers' calls, about 8,000 a month, day and night, phone only. "
    "Nobody does it today, no regulated data, and growth matters most."
)


@pytest.fixture
def database(server: Any) -> Iterator[sa.engine.Engine]:
    """The server's database."""
    engine = create_engine(server.database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def links(visitor: Any) -> dict[str, str]:
    """The links that come with a recommendation."""
    visitor.say(CASE)
    while "recommendation" not in visitor.kinds:
        visitor.say("skip")
    found: dict[str, str] = visitor.replies[-1]["metadata"]["links"]
    return found


def status(link: str) -> int:
    return requests.get(link, timeout=30).status_code


def test_what_was_advised_is_on_the_page_in_the_pdf_and_in_the_markdown(
    visitor: Any, server: Any, links: dict[str, str]
) -> None:
    assert all(f"]({link})" in visitor.replies[-1]["text"] for link in links.values())
    assert links["page"].startswith(f"http://localhost:{server.port}/recommendations/") and len(links) == 3
    page, pdf, markdown = (requests.get(links[form], timeout=30) for form in ("page", "pdf", "markdown"))
    assert (page.status_code, pdf.status_code, markdown.status_code) == (200, 200, 200)
    assert pdf.content.startswith(b"%PDF") and len(pdf.content) > 10_000
    advice = visitor.recommendation
    for text in (page.text, markdown.text):
        assert advice["verdict_text"] in text and advice["next_steps"][0].split("'")[0] in text


def test_another_token_leads_nowhere(links: dict[str, str]) -> None:
    assert status(links["page"][:-1] + ("a" if links["page"][-1] != "a" else "b")) == 404


def test_an_expired_link_leads_nowhere(links: dict[str, str], database: sa.engine.Engine) -> None:
    token = links["page"].rsplit("/", 1)[-1]
    with writing(database).begin() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        connection.execute(assessments.update().where(assessments.c.token == token).values(expires=past))
    assert {status(link) for link in links.values()} == {404}


def test_a_link_of_a_forgotten_conversation_leads_nowhere(
    visitor: Any, links: dict[str, str], database: sa.engine.Engine
) -> None:
    assert status(links["page"]) == 200
    erase(database, visitor.sender)
    assert {status(link) for link in links.values()} == {404}


def test_a_changed_answer_gets_a_link_of_its_own(visitor: Any, links: dict[str, str]) -> None:
    visitor.say("actually 20 agents")
    again = visitor.replies[-1]["metadata"]["links"]
    assert again["page"] != links["page"] and status(again["page"]) == status(links["page"]) == 200


def test_neither_a_token_nor_the_making_of_a_pdf_is_in_the_log(server: Any, links: dict[str, str]) -> None:
    token = links["page"].rsplit("/", 1)[-1]
    for link in links.values():
        status(link)
    log = server.log.read_text()
    assert token not in log and "fontTools" not in log and "fpdf" not in log
