"""Without an answer the bot asks what was meant, declines by name, or shows the way on."""

from __future__ import annotations

from typing import Any

import pytest

from actions.fallback import (
    ActionAnswerSeveral,
    ActionClarify,
    ActionDecline,
    ActionFallBack,
)
from actions.regret import LEADS, misses_in_a_row
from actions.starters import starters
from bot.dialogue.interview import questions


class TestClarify:
    """Did you mean."""

    def test_the_choices_are_numbered_and_buttons(
        self, tracker: Any, dispatcher: Any, catalog: Any, reply: Any, titles: Any
    ) -> None:
        heard = tracker("clarify", act={"choices": ["one", "two"]})
        events = ActionClarify(catalog=catalog).run(dispatcher, heard, {})
        assert reply()["text"] == "Do you mean: 1. What is one? 2. What is two? 3. None of these"
        assert titles(reply()) == ["What is one?", "What is two?", "None of these"]
        assert reply()["metadata"] == {"kind": "clarify", "choices": ["one", "two"]}
        assert events == []  # what was offered is read from this message, by its kind

    def test_an_entry_that_is_gone_is_not_offered(
        self, tracker: Any, dispatcher: Any, catalog: Any, reply: Any, titles: Any
    ) -> None:
        ActionClarify(catalog=catalog).run(dispatcher, tracker("clarify", act={"choices": ["gone", "two"]}), {})
        assert reply()["metadata"]["choices"] == ["two"] and titles(reply()) == ["What is two?", "None of these"]

    def test_nothing_to_offer_is_not_offered(self, tracker: Any, dispatcher: Any, catalog: Any, reply: Any) -> None:
        ActionClarify(catalog=catalog).run(dispatcher, tracker("clarify", act={"choices": ["gone"]}), {})
        assert "Do you mean: 1. None of these" not in reply()["text"]
        assert reply()["metadata"] == {"kind": "fallback"}  # so that no number is taken for a choice

    def test_the_same_choices_are_not_offered_in_the_same_words(
        self, tracker: Any, dispatcher: Any, catalog: Any
    ) -> None:
        heard = tracker("clarify", act={"choices": ["one", "two"]})
        for _ in range(3):
            ActionClarify(catalog=catalog).run(dispatcher, heard, {})
            said = {"event": "bot", "metadata": {"metadata": dispatcher.messages[-1]["metadata"]}}
            heard.events.extend([said, {"event": "user", "text": "cost"}])
        assert [message["text"].split(":")[0] for message in dispatcher.messages] == list(LEADS)


class TestSeveral:
    """Several questions in one message."""

    def test_each_is_answered_or_declined_in_the_order_asked(
        self, tracker: Any, dispatcher: Any, catalog: Any, store: Any
    ) -> None:
        asked = [{"label": "unwritten/what_is_rpo", "name": "RPO"}, {"label": "faq/one", "name": None}]
        events = ActionAnswerSeveral(store, catalog).run(dispatcher, tracker("several", act={"several": asked}), {})
        declined, answered = dispatcher.messages
        assert "RPO" in declined["text"] and declined["metadata"] == {"kind": "out_of_scope"}
        assert answered["response"] == "utter_faq/one"
        assert events == []

    def test_only_what_nobody_wrote_is_kept_for_the_content_owner(
        self, tracker: Any, dispatcher: Any, catalog: Any, store: Any
    ) -> None:
        for label in ("faq/one", "out_of_scope/weather"):
            heard = tracker("several", act={"several": [{"label": label, "name": "it"}]})
            ActionAnswerSeveral(store, catalog).run(dispatcher, heard, {})
        assert store.unanswered == []
        heard = tracker("several", "rpo?", act={"several": [{"label": "unwritten/what_is_rpo", "name": "RPO"}]})
        ActionAnswerSeveral(store, catalog).run(dispatcher, heard, {})
        assert [(row["text"], row["reason"]) for row in store.unanswered] == [("rpo?", "unwritten")]

    def test_what_the_other_question_may_have_meant_is_asked(
        self, tracker: Any, dispatcher: Any, catalog: Any, store: Any
    ) -> None:
        asked = {"several": [{"label": "faq/one", "name": None}], "missed": True, "choices": ["two", "retired"]}
        ActionAnswerSeveral(store, catalog).run(dispatcher, tracker("several", act=asked), {})
        answered, offered = dispatcher.messages
        assert answered["response"] == "utter_faq/one"
        assert offered["metadata"] == {"kind": "clarify", "choices": ["two"]} and store.unanswered == []

    def test_another_question_that_was_not_understood_gets_a_word_and_is_kept(
        self, tracker: Any, dispatcher: Any, catalog: Any, store: Any
    ) -> None:
        asked = {"several": [{"label": "faq/one", "name": None}], "missed": True}
        ActionAnswerSeveral(store, catalog).run(dispatcher, tracker("several", "bpo? frob?", act=asked), {})
        answered, regret = dispatcher.messages
        assert answered["response"] == "utter_faq/one" and "other question" in regret["text"]
        assert [row["text"] for row in store.unanswered] == ["bpo? frob?"]


class TestDecline:
    """What it can't, by name, and what it can."""

    def test_what_is_out_of_scope_is_named(
        self, tracker: Any, dispatcher: Any, catalog: Any, store: Any, reply: Any, titles: Any
    ) -> None:
        heard = tracker("out_of_scope", act={"name": "the weather"})
        events = ActionDecline(store, catalog).run(dispatcher, heard, {})
        assert reply()["text"].startswith("I can't help with the weather.")
        assert titles(reply()) == starters(heard) and reply()["metadata"] == {"kind": "out_of_scope"}
        assert events == [] and store.unanswered == []

    def test_what_is_declined_again_is_declined_in_other_words_with_the_way_to_a_person(
        self, tracker: Any, dispatcher: Any, catalog: Any, store: Any, titles: Any
    ) -> None:
        heard = tracker("out_of_scope", act={"name": "the weather"})
        for _ in range(3):
            ActionDecline(store, catalog).run(dispatcher, heard, {})
            said = {"event": "bot", "metadata": {"metadata": {"kind": "out_of_scope"}}}
            heard.events.extend([said, {"event": "user", "text": "and in paris?"}])
        assert len({message["text"] for message in dispatcher.messages}) == 3
        assert all("the weather" in message["text"] for message in dispatcher.messages)
        assert all(titles(message)[0] == "Talk to a person" for message in dispatcher.messages[1:])

    def test_what_has_no_name_is_that(
        self, tracker: Any, dispatcher: Any, catalog: Any, store: Any, reply: Any
    ) -> None:
        ActionDecline(store, catalog).run(dispatcher, tracker("out_of_scope"), {})
        assert reply()["text"].startswith("I can't help with that.")

    def test_a_topic_that_nobody_wrote_is_named_and_its_neighbors_offered(
        self, tracker: Any, dispatcher: Any, catalog: Any, store: Any, reply: Any, titles: Any
    ) -> None:
        heard = tracker("unwritten", act={"name": "RPO", "topic": "costs"})
        ActionDecline(store, catalog).run(dispatcher, heard, {})
        assert "no checked answer about RPO yet" in reply()["text"] and "nearest:" in reply()["text"]
        assert titles(reply()) == ["What is one?", "What is two?", "What is three?"]

    def test_a_topic_without_neighbors_leads_to_the_starters(
        self, tracker: Any, dispatcher: Any, catalog: Any, store: Any, reply: Any, titles: Any
    ) -> None:
        heard = tracker("unwritten", act={"name": "RPO", "topic": "alone"})
        ActionDecline(store, catalog).run(dispatcher, heard, {})
        assert "nearest:" not in reply()["text"] and titles(reply()) == starters(heard)

    def test_what_nobody_wrote_is_kept_for_the_content_owner(
        self, tracker: Any, dispatcher: Any, catalog: Any, store: Any
    ) -> None:
        ranking = [{"name": "unwritten/what_is_rpo", "confidence": 0.8}, {"name": "faq/one", "confidence": 0.1}]
        heard = tracker("unwritten", "what is rpo", act={"name": "RPO"}, ranking=ranking)
        ActionDecline(store, catalog).run(dispatcher, heard, {})
        assert store.unanswered == [
            {
                "conversation": "visitor",
                "message": "message-1",
                "text": "what is rpo",
                "reason": "unwritten",
                "guess": "unwritten/what_is_rpo",
                "score": 0.8,
            }
        ]

    @pytest.mark.parametrize("intent", ["unwritten", "out_of_scope"])
    def test_in_the_assessment_the_open_question_has_the_buttons(
        self, intent: str, tracker: Any, dispatcher: Any, catalog: Any, store: Any, reply: Any
    ) -> None:
        heard = tracker(intent, act={"name": "RPO", "topic": "costs"}, asked="volume")
        ActionDecline(store, catalog).run(dispatcher, heard, {})
        assert reply()["buttons"] == []

    def test_in_the_assessment_nothing_is_announced_that_does_not_follow(
        self, tracker: Any, dispatcher: Any, catalog: Any, store: Any, reply: Any
    ) -> None:
        heard = tracker("unwritten", act={"name": "RPO", "topic": "costs"}, asked="volume")
        ActionDecline(store, catalog).run(dispatcher, heard, {})
        assert not reply()["text"].rstrip().endswith(":")


class TestMisses:
    """How often in a row."""

    @pytest.mark.parametrize(
        ("earlier", "intent", "misses"),
        [
            ([], "unclear", 1),
            (["unclear"], "unclear", 2),
            (["unclear", "none_of_these"], "unclear", 3),
            (["unclear", "faq"], "unclear", 1),
            (["unclear", "unclear", "faq", "unclear"], "none_of_these", 2),
            (["unclear", "unclear"], "skip", 1),
        ],
    )
    def test_only_what_was_not_understood_in_a_row_counts(
        self, earlier: list[str], intent: str, misses: int, tracker: Any
    ) -> None:
        assert misses_in_a_row(tracker(intent, earlier=earlier)) == misses


class TestFallBack:
    """Three stages, and none the same."""

    @pytest.fixture
    def fall_back(self, tracker: Any, store: Any, catalog: Any, dispatcher: Any) -> Any:
        """What is said at the n-th miss in a row."""

        def say(misses: int, **more: Any) -> dict[str, Any]:
            dispatcher.messages.clear()
            heard = tracker("unclear", earlier=["unclear"] * (misses - 1), **more)
            assert ActionFallBack(store, catalog).run(dispatcher, heard, {}) == []
            [message] = dispatcher.messages
            assert message["metadata"] == {"kind": "fallback"}
            return dict(message)

        return say

    def test_first_it_asks_for_other_words(self, fall_back: Any, titles: Any) -> None:
        assert "other words" in fall_back(1)["text"] and titles(fall_back(1)) == []

    def test_then_it_shows_what_it_can_answer(self, fall_back: Any, titles: Any, tracker: Any) -> None:
        assert titles(fall_back(2)) == starters(tracker())

    def test_then_it_shows_the_way_to_a_person(self, fall_back: Any, titles: Any, tracker: Any) -> None:
        assert titles(fall_back(3)) == ["Talk to a person", *starters(tracker())] == titles(fall_back(4))

    def test_it_never_shrugs_twice_in_the_same_words(self, fall_back: Any) -> None:
        assert len({fall_back(misses)["text"] for misses in (1, 2, 3, 4)}) == 4

    def test_what_was_not_understood_is_kept_for_the_content_owner(self, fall_back: Any, store: Any) -> None:
        fall_back(1, text="blorp", ranking=[{"name": "faq/one", "confidence": 0.2}])
        assert [(row["text"], row["reason"], row["guess"], row["score"]) for row in store.unanswered] == [
            ("blorp", "unclear", "faq/one", 0.2)
        ]

    def test_a_message_that_is_like_nothing_is_kept_too(self, fall_back: Any, store: Any) -> None:
        fall_back(1, text="?!")
        assert (store.unanswered[0]["guess"], store.unanswered[0]["score"]) == (None, None)

    def test_a_word_that_steers_nothing_is_not_kept(
        self, tracker: Any, dispatcher: Any, store: Any, catalog: Any
    ) -> None:
        ActionFallBack(store, catalog).run(dispatcher, tracker("skip"), {})
        assert store.unanswered == [] and dispatcher.messages

    def test_none_of_the_choices_is_kept_and_was_understood(
        self, tracker: Any, dispatcher: Any, store: Any, catalog: Any, reply: Any
    ) -> None:
        ActionFallBack(store, catalog).run(dispatcher, tracker("none_of_these", "None of these"), {})
        assert store.unanswered[0]["reason"] == "none_of_these"
        assert reply()["text"].startswith("None of these, then.") and "understand" not in reply()["text"]

    @pytest.mark.parametrize("group", questions())
    def test_in_the_assessment_it_says_what_an_answer_looks_like(self, group: str, fall_back: Any) -> None:
        said = fall_back(1, asked=group)
        assert questions()[group].hint in said["text"] and said["buttons"] == []

    def test_in_the_assessment_it_then_offers_to_skip(self, fall_back: Any) -> None:
        assert '"skip"' not in fall_back(1, asked="work")["text"]
        assert '"skip"' in fall_back(2, asked="work")["text"]
