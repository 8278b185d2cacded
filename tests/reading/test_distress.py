"""A cry for help is heard, and not in talk of the trade."""

from __future__ import annotations

import pytest

from bot.reading import is_distress


@pytest.mark.parametrize(
    "text",
    [
        "im going to kill myself, my call center job is killing me",
        "I want to die",
        "i hate this job so much i want to end it all",
        "I don\u2019t want to live any more",
        "my colleague wants to hurt herself",
        "I am suicidal",
        "she talks of taking her own life",
        "i wish i was dead",
        "i'd rather be dead than go back",
        "im gonna end it all",
    ],
)
def test_it_is_heard(text: str) -> None:
    assert is_distress(text)


@pytest.mark.parametrize(
    "text",
    [
        "this job is killing me",
        "are suicide hotlines outsourced",
        "we want to end the contract early",
        "cut costs, not staff",
        "my headset died",
        "i'd die for a raise lol",
        "is the call center industry going to die",
        "my boss says voice is going to die because of AI",
        "we want to end it all with our provider",
        "vendors cut themselves a better deal",
        "how do I end a call",
        "does the customer hurt our csat",
    ],
)
def test_it_is_not_heard_in_other_talk(text: str) -> None:
    assert not is_distress(text)
