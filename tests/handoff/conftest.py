"""Letters, and real receivers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.handoff import Letter, Line
from tests.receivers import Hook, Mailbox

WRITTEN = datetime(2026, 11, 27, 19, 57, tzinfo=UTC)
NASTY = "hi <!channel> <https://evil.example|click>\r\nBcc: eve@evil.example\n.\nContact: eve@evil.example \U0001f600"


@pytest.fixture
def letter() -> Letter:
    """A letter in which the visitor tries what can be tried."""
    return Letter(
        id="11111111-aaaa-4aaa-8aaa-111111111111",
        thread="11111111-aaaa-4aaa-8aaa-111111111111",
        conversation="visitor\r\nBcc: eve@evil.example",
        written=WRITTEN,
        contact="jane@example.com",
        profile={"work": ["hr_payroll"]},
        answers=("payroll", "about 60 employees"),
        link="https://bot.example.com/recommendations/token",
        lines=(Line("visitor", NASTY, WRITTEN), Line("bot", "How can they reach you?", WRITTEN)),
    )


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    receiver = Mailbox()
    yield receiver
    receiver.close()


@pytest.fixture
def hook() -> Iterator[Hook]:
    receiver = Hook()
    yield receiver
    receiver.close()
