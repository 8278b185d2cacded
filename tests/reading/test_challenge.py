"""What visitors ask about a recommendation."""

from __future__ import annotations

import pytest

from bot.reading import Challenge, read_challenge, read_change


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What if the volume doubles?", Challenge("what_if", factor=2.0)),
        ("suppose calls grow by 30%", Challenge("what_if", factor=1.3)),
        ("what if calls drop by 20 percent", Challenge("what_if", factor=0.8)),
        ("what would 3 times the volume mean", Challenge("what_if", factor=3.0)),
        ("what if we had half the calls", Challenge("what_if", factor=0.5)),
        ("what if AI was ok", Challenge("what_if", {"ai_ok": "yes"})),
        ("what if quality mattered most", Challenge("what_if", {"priority": "quality"})),
        ("and if we allowed offshore?", Challenge("what_if", {"location_pref": "offshore"}, named=("offshore",))),
        ("would it change if we had email too?", Challenge("what_if", {"channels": ["email"]}, adds=True)),
        ("why not in-house?", Challenge("why_not", named=("INHOUSE",))),
        ("why is it not a contact center", Challenge("why_not", named=("CONTACT_CENTER",))),
        ("could we not just hire people?", Challenge("why_not", named=("INHOUSE",))),
        ("What about offshore?", Challenge("why_not", named=("offshore",))),
        ("and with AI?", Challenge("why_not", named=("AI_HYBRID",))),
        ("why not?", Challenge("why_not")),
        ("compare the top two", Challenge("compare")),
        ("how close was it", Challenge("compare")),
        ("compare with in-house", Challenge("compare", named=("INHOUSE",))),
        ("what would change your mind", Challenge("flip")),
        ("when would it flip", Challenge("flip")),
        ("can i get this as a pdf", Challenge("take_away")),
        ("What would it cost?", Challenge("cost")),
        ("and what would we pay per month", Challenge("cost")),
        ("how much is it", Challenge("cost")),
        ("is that per month?", Challenge("cost")),
        ("is it a year", Challenge("cost")),
        ("what's the price", Challenge("cost")),
        ("how many people do we need", Challenge("people")),
        ("how many agents would that take?", Challenge("people")),
        ("where would it be", Challenge("place")),
        ("which country would you pick for us", Challenge("place")),
        ("how would it be billed", Challenge("price")),
        ("how much", Challenge("cost")),
        ("ok and how many ppl?", Challenge("people")),
        ("where", Challenge("place")),
        ("pricing?", Challenge("price")),
        ("email me the result", Challenge("take_away")),
        ("can i keep this", Challenge("take_away")),
        ("why not keep it in house?", Challenge("why_not", named=("INHOUSE",))),
        ("is that within my budget?", Challenge("cost")),
        ("is the budget enough?", Challenge("cost")),
        ("can we afford it", Challenge("cost")),
        ("what's the second best option?", Challenge("compare")),
        ("compare in-house and shared agents", Challenge("compare", named=("INHOUSE", "CC_SHARED"))),
    ],
)
def test_a_doubt_is_read(text, expected, reader):
    assert read_challenge(text, reader) == expected
    early = expected if expected.kind in ("compare", "flip", "take_away") else None
    assert read_challenge(text, reader, finished=False) == early, "before there is a recommendation it may be an answer"


@pytest.mark.parametrize(
    "text",
    [
        "what is kpo",
        "what's the difference between onshore and offshore",
        "difference between bpo and call center",
        "bpo vs call center",
        "what if the provider goes bankrupt?",
        "thanks",
        "it's 20 agents",
        "can you double check",
        "what are the costs of bpo",
        "what does a call center cost",
        "how much do they pay",
        "how much should we pay an agent",
        "how many people work in a call center",
        "where do we go from here",
        "how many agents quit",
        "how much experience",
        "where do i apply",
        "how are calls billed",
    ],
)
def test_another_message_is_none(text, reader):
    assert read_challenge(text, reader) is None


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("change an answer", ()),
        ("I want to change the volume", ("volume",)),
        ("can I edit the channels", ("channels",)),
        ("correct what I said about languages", ("home",)),
        ("what is bpo", None),
        ("how does volume change the price of outsourcing for a company like ours", None),
        ("change", None),
    ],
)
def test_a_wish_to_change_an_answer_is_read(text, groups):
    assert read_change(text) == groups
