"""Questions, suppositions and hearsay fill nothing."""

from __future__ import annotations

import pytest

from bot.reading import GROUPS


@pytest.mark.parametrize(
    "text",
    [
        "what is nearshore?", "what does HIPAA mean", "is offshore cheaper?", "hold on is chat still a call center",
        "can you do 24/7?", "do call centers use AI", "how much does payroll outsourcing cost for 50 employees?",
        "explain PCI", "tell me about offshore", "I heard offshore agents are cheap", "which is better, phone or chat?",
        "whats the difference between onshore and nearshore", "does a clinic need HIPAA training",
        "why do you need to know about my data?", "skip", "i don't know", "go back", "thats not what i said",
    ],
)  # fmt: skip
@pytest.mark.parametrize("asked", [None, *GROUPS])
def test_a_question_fills_nothing(text, asked, reader):
    assert reader.read(text, asked).profile == {}


@pytest.mark.parametrize(
    "text", ["500", "none", "yes", "just us", "english", "our own team", "cost", "payroll", "nearshore"]
)
def test_nothing_bare_is_read_when_nothing_was_asked(text, reader):
    assert reader.read(text).profile == {}


def test_the_answer_before_a_question_counts(reader):
    assert reader.read("nobody. wait, what's nearshore?", "setup").profile == {"setup": "none"}
    assert reader.read("about 300 a week, why do you ask?", "volume").profile == {"volume": 300, "period": "week"}


def test_a_supposition_is_kept_apart(reader):
    reading = reader.read("and if we allowed AI?")
    assert (reading.profile, reading.what_if) == ({}, {"ai_ok": "yes"})
    assert reader.read("suppose we had 900 calls a day", "home").what_if["volume"] == 900
