"""Who asks why gets the reason, and who does not follow an example."""

from __future__ import annotations

from typing import Any

import pytest

from actions.explanation import ActionExplainQuestion, ActionRephrase
from bot.dialogue.interview import questions
from bot.faq import FaqCatalog


@pytest.mark.parametrize("group", questions())
def test_every_question_has_a_reason(group: str, tracker: Any, dispatcher: Any, reply: Any) -> None:
    assert ActionExplainQuestion().run(dispatcher, tracker("why_ask", asked=group), {}) == []
    assert reply()["text"] == questions()[group].why and reply()["metadata"] == {"kind": "notice"}


def test_without_a_question_it_says_when_it_asks(tracker: Any, dispatcher: Any, reply: Any) -> None:
    ActionExplainQuestion().run(dispatcher, tracker("why_ask"), {})
    assert "I only ask while" in reply()["text"]


@pytest.mark.parametrize("group", questions())
def test_a_question_is_put_in_other_words_with_an_example(
    group: str, tracker: Any, dispatcher: Any, reply: Any
) -> None:
    assert ActionRephrase().run(dispatcher, tracker("dont_follow", asked=group), {}) == []
    assert questions()[group].hint in reply()["text"] and questions()[group].why in reply()["text"]


def test_an_answer_is_said_again_in_short_and_its_neighbors_are_offered(
    tracker: Any, dispatcher: Any, reply: Any
) -> None:
    catalog = FaqCatalog.load()
    heard = tracker("dont_follow")
    said = {"kind": "answer", "faq": "what_is_kpo"}
    heard.events.append({"event": "bot", "text": "KPO is ...", "metadata": {"metadata": said}})  # as Rasa nests it
    ActionRephrase(catalog).run(dispatcher, heard, {})
    titles = [button["title"] for button in reply()["buttons"]]
    assert titles == [catalog[slug].title for slug in catalog["what_is_kpo"].related] and len(titles) >= 2
    first = catalog["what_is_kpo"].answer.partition(". ")[0]
    assert first in reply()["text"] and len(reply()["text"]) < 250
    assert reply()["metadata"]["faq"] == "what_is_kpo" and reply()["metadata"]["sources"]


def test_without_an_answer_it_asks_which_word_it_was(tracker: Any, dispatcher: Any, reply: Any) -> None:
    ActionRephrase(FaqCatalog.load()).run(dispatcher, tracker("dont_follow"), {})
    assert "which word" in reply()["text"] and len(reply()["buttons"]) == 2


def test_who_wants_more_gets_what_leads_on_and_was_not_answered(tracker: Any, dispatcher: Any, reply: Any) -> None:
    catalog = FaqCatalog.load()
    first, *rest = catalog["what_is_kpo"].related
    heard = tracker("tell_more", slots={"answered": [first]})
    said = {"kind": "answer", "faq": "what_is_kpo"}
    heard.events.append({"event": "bot", "text": "KPO is ...", "metadata": {"metadata": said}})
    ActionRephrase(catalog).run(dispatcher, heard, {})
    assert [button["title"] for button in reply()["buttons"]] == [catalog[slug].title for slug in rest]
    assert "go further" in reply()["text"]


def test_who_wants_more_of_nothing_is_asked_of_what(tracker: Any, dispatcher: Any, reply: Any) -> None:
    ActionRephrase(FaqCatalog.load()).run(dispatcher, tracker("tell_more"), {})
    assert reply()["text"] == "What would you like to know more about?" and reply()["buttons"]
