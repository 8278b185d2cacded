"""The last answer is said in short or by example; without one the bot asks what is meant."""

from __future__ import annotations

from typing import Any

import pytest

from actions.last_answer import ActionGiveExample, ActionShorten
from bot.dialogue.interview import questions
from bot.faq import FaqCatalog


@pytest.fixture
def heard(tracker: Any) -> Any:
    """A conversation in which the bot said something, before what the visitor says now."""

    def of(intent: str, *said: tuple[str, dict[str, Any]], **more: Any) -> Any:
        conversation = tracker(intent, **more)
        bot = [{"event": "bot", "text": text, "metadata": {"metadata": metadata}} for text, metadata in said]
        conversation.events[-1:-1] = bot
        return conversation

    return of


KPO = ("KPO is ...", {"kind": "answer", "faq": "what_is_kpo"})


def test_an_answer_is_said_in_its_first_sentence(heard: Any, dispatcher: Any, reply: Any, titles: Any) -> None:
    catalog = FaqCatalog.load()
    assert ActionShorten(catalog).run(dispatcher, heard("shorten", KPO), {}) == []
    said = reply()
    assert said["text"] == f"In short: {catalog['what_is_kpo'].answer.partition('. ')[0]}."
    assert said["metadata"]["faq"] == "what_is_kpo" and said["metadata"]["sources"]
    assert titles(said) == [catalog[slug].title for slug in catalog["what_is_kpo"].related]


def test_it_is_not_said_in_short_twice(heard: Any, dispatcher: Any, reply: Any) -> None:
    ActionShorten(FaqCatalog.load()).run(dispatcher, heard("shorten", ("In short: KPO is so.", KPO[1])), {})
    assert reply()["text"] == "Shorter than that I can't put it."


def test_a_recommendation_is_said_in_its_verdict(heard: Any, dispatcher: Any, reply: Any) -> None:
    told = ("Why: ...", {"kind": "recommendation", "recommendation": {"verdict_text": "You need a call center."}})
    ActionShorten(FaqCatalog.load()).run(dispatcher, heard("shorten", told), {})
    assert reply()["text"] == "In short: You need a call center."


@pytest.mark.parametrize("action", [ActionShorten, ActionGiveExample])
def test_without_an_answer_just_before_it_asks_what_is_meant(
    action: Any, heard: Any, dispatcher: Any, reply: Any, titles: Any
) -> None:
    greeted = ("Hello.", {"kind": "smalltalk"})
    action(FaqCatalog.load()).run(dispatcher, heard("shorten", greeted), {})
    assert "faq" not in reply()["metadata"] and len(titles(reply())) >= 2


def test_of_earlier_answers_it_asks_which(heard: Any, dispatcher: Any, reply: Any, titles: Any) -> None:
    conversation = heard(
        "shorten", ("All right.", {}), slots={"answered": ["what_is_bpo", "what_is_kpo", "what_is_lpo"]}
    )
    ActionShorten(FaqCatalog.load()).run(dispatcher, conversation, {})
    assert reply()["text"] == "Which answer shall I shorten?"
    assert titles(reply()) == ["What is legal process outsourcing (LPO)?", FaqCatalog.load()["what_is_kpo"].title]


@pytest.mark.parametrize("action", [ActionShorten, ActionGiveExample])
def test_an_open_question_is_put_in_other_words(action: Any, heard: Any, dispatcher: Any, reply: Any) -> None:
    action(FaqCatalog.load()).run(dispatcher, heard("shorten", asked="volume"), {})
    assert questions()["volume"].hint in reply()["text"]


def test_an_example_is_the_sentence_that_has_one(heard: Any, dispatcher: Any, reply: Any) -> None:
    said = ("It is ...", {"kind": "answer", "faq": "call_center_equipment"})
    ActionGiveExample(FaqCatalog.load()).run(dispatcher, heard("give_example", said), {})
    assert "such as sales and support" in reply()["text"] and reply()["metadata"]["faq"] == "call_center_equipment"


def test_an_entry_of_examples_that_it_leads_to_is_answered(heard: Any, dispatcher: Any, reply: Any) -> None:
    said = ("BPO is ...", {"kind": "answer", "faq": "what_is_bpo"})
    ActionGiveExample(FaqCatalog.load()).run(dispatcher, heard("give_example", said), {})
    assert reply()["response"] == "utter_faq/examples_of_bpo"


def test_an_answer_without_an_example_says_so(heard: Any, dispatcher: Any, reply: Any, catalog: Any) -> None:
    said = ("one is so.", {"kind": "answer", "faq": "one"})
    ActionGiveExample(catalog).run(dispatcher, heard("give_example", said), {})
    assert reply()["text"] == "I have no checked example of that."
