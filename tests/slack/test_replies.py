"""Replies of every kind, and of every size, are blocks that Slack takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assessment import Profile, recommend
from bot.assessment.cases import read_cases
from bot.assessment.wording import messages
from bot.dialogue.interview import Interview
from bot.faq import FaqCatalog
from bot.faq.page import by_heading
from bot.slack.advice import facts
from bot.slack.calls import answer, regret, ways
from bot.slack.form import form
from bot.slack.home import assess_body, help_body, home, topics_body
from bot.slack.kit import MOST_HEADER, MOST_OPTION
from bot.slack.place import Place
from bot.slack.preview import page
from bot.slack.replies import bodies
from tests.slack.limits import faults
from tests.slack.workspace import elements, shown

CASES = Path(__file__).parents[2] / "data/assessment/cases.yml"
DIRECT = Place("T1", "D1", "U1", thread="1.1")
KINDS = [
    "answer",
    "clarify",
    "fallback",
    "out_of_scope",
    "question",
    "summary",
    "smalltalk",
    "handoff",
    "notice",
    "error",
]


@st.composite
def replies(draw: st.DrawFn) -> dict[str, Any]:
    titles = draw(st.lists(st.text(min_size=1, max_size=200).filter(str.strip), max_size=40))
    source = st.fixed_dictionaries(
        {"title": st.text(max_size=80), "url": st.sampled_from(["https://a.example", "x:y", None])}
    )
    metadata = {"kind": draw(st.sampled_from(KINDS)), "sources": draw(st.lists(source, max_size=30))}
    if metadata["kind"] == "question":
        metadata |= {"step": draw(st.integers(1, 9)), "steps": 9}
    text = draw(st.text(min_size=1, max_size=200).filter(str.strip)) * draw(st.sampled_from([1, 50]))
    return {"text": text, "buttons": [{"title": title, "payload": title} for title in titles], "metadata": metadata}


@given(st.lists(replies(), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_whatever_is_replied_slack_takes_it(given: list[dict[str, Any]]) -> None:
    for body in bodies(given, [4, 5, 6], "slack:T1:private:U1"):
        assert body["text"] and faults(body["blocks"]) == []


@pytest.mark.parametrize("case", read_cases(CASES), ids=lambda case: case.name)
def test_every_recommendation_is_one_message_that_says_all_of_it(case: Any) -> None:
    whole = recommend(case.profile).to_dict()
    links = {name: f"https://bot.example/{name}" for name in ("page", "pdf", "markdown")}
    given = [
        {"text": text, "metadata": {"kind": "recommendation", "recommendation": whole}} for text in messages(whole)
    ]
    told = {"kind": "recommendation", "recommendation": whole, "links": links}
    given.append({"text": "To take away: [page](https://bot.example/page). The links work.", "metadata": told})
    [body] = bodies(given, range(1, len(given) + 1), "c")
    assert faults(body["blocks"]) == []
    assert whole["verdict_text"] in body["blocks"][0]["text"]["text"]
    assert [one["url"] for one in elements(body) if "url" in one] == list(links.values())
    assert all(value in shown(body).replace("&amp;", "&") for _, value in facts(whole))


def test_a_long_verdict_is_said_whole() -> None:
    both = {
        "work": ["customer_support", "hr_payroll"],
        "volume": 8000,
        "unit": "calls",
        "period": "month",
        "setup": "none",
    }
    whole = recommend(Profile.from_dict({**both, "priority": "scale", "data": ["none"]})).to_dict()
    given = [
        {"text": text, "metadata": {"kind": "recommendation", "recommendation": whole}} for text in messages(whole)
    ]
    [body] = bodies(given, (), "c")
    assert len(whole["verdict_text"]) > MOST_HEADER and whole["workstreams"]
    assert whole["verdict_text"] in shown(body) and faults(body["blocks"]) == []


def test_every_title_fits_into_a_menu() -> None:
    catalog = FaqCatalog.load()
    titles = {heading: [one.title for one in found] for heading, found in by_heading(catalog).items()}
    assert all(len(title) <= MOST_OPTION for found in titles.values() for title in found)
    assert faults(topics_body(titles)["blocks"]) == []
    for interview, finished in (
        (None, False),
        (Interview({"work": ["hr_payroll"]}), False),
        (Interview({"work": ["hr_payroll"]}), True),
    ):
        assert faults(home(titles, interview, finished)["blocks"], "home") == []
    assert faults(form(DIRECT)["blocks"], "modal") == []
    for body in (help_body(), assess_body()):
        assert faults(body["blocks"]) == []


def test_what_is_said_to_many_may_be_whispered_to_one() -> None:
    thread = Place("T1", "C1", "U1", thread="1.1", addressed=False)
    miss = [{"text": "I didn't understand that.", "metadata": {"kind": "fallback"}}]
    assert [call["method"] for call in answer(thread, miss)] == ["chat.postEphemeral"]
    hit = [{"text": "BPO is ...", "metadata": {"kind": "answer"}}]
    assert [call["method"] for call in answer(thread, hit)] == ["chat.postMessage"]


@pytest.mark.parametrize(
    ("place", "methods"),
    [
        (DIRECT, ["chat.postMessage"]),
        (Place("T1", "U1", "U1"), ["chat.postMessage"]),
        (Place("T1", "C1", "U1", thread="1.1"), ["chat.postMessage", "chat.postMessage"]),
        (Place("T1", "C1", "U1", private=True), ["chat.postEphemeral", "chat.postMessage"]),
        (
            Place("T1", "C1", "U1", private=True, response_url="https://x.example"),
            ["response_url", "chat.postEphemeral", "chat.postMessage"],
        ),
    ],
)
def test_a_place_can_be_reached_in_these_ways(place: Place, methods: list[str]) -> None:
    call = regret(place, "what is bpo")
    found = list(ways(call))
    assert [method for method, _ in found] == methods
    assert all(faults(arguments["blocks"]) == [] for _, arguments in found)
    assert found[-1][1]["channel"] == (place.channel if place.direct else place.user)
    assert Place.of(call["place"]) == place


def test_a_preview_shows_texts_and_runs_nothing() -> None:
    given = [
        {
            "text": "see **this**, [here](https://a.example/?a=1&b=2) <script>alert(1)</script>",
            "metadata": {"kind": "notice"},
        }
    ]
    made = page([*bodies(given, (), "c"), form(DIRECT)])
    assert "<script>" not in made and "&lt;script&gt;" in made and "<b>this</b>" in made
    assert '<a href="https://a.example/?a=1&amp;b=2">here</a>' in made and "What fits you?" in made
