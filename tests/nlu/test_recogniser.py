"""Where a conversation stands is read from its events, as Rasa keeps them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa_sdk.executor import CollectingDispatcher

from actions.fallback import ActionClarify
from bot.dialogue.act import Standing
from bot.faq import FaqCatalog
from bot.nlu.recogniser import MessageRecogniser, given, standing_of, titles_of
from bot.reading.ruler import ruler

FORM = "assessment_form"
DOMAIN = Domain.load("bot/domain")


async def said(*messages: dict[str, Any]) -> list[Event]:
    """The events that Rasa makes of what an action said."""
    return list(await RemoteAction._utter_responses(copy.deepcopy(list(messages)), None, None, None))


def message(kind: str, text: str = "so", **metadata: Any) -> dict[str, Any]:
    dispatcher = CollectingDispatcher()
    dispatcher.utter_message(text=text, metadata={"kind": kind, **metadata})
    return dict(dispatcher.messages[0])


def stored(*events: Event) -> DialogueStateTracker:
    """The tracker of a conversation that was saved and read again."""
    return DialogueStateTracker.from_dict("visitor", [event.as_dict() for event in events], DOMAIN.slots)


def offered(tracker: DialogueStateTracker) -> list[str]:
    return list(standing_of(tracker).offered)


HEARD = UserUttered("cost?", {"name": "clarify", "confidence": 0.5})
WAIT = ActionExecuted("action_listen")
OFFER = message("clarify", choices=["what_is_bpo", "what_is_aht"])


class TestOffered:
    """The last "did you mean", for as long as it is the last thing the bot said."""

    async def test_what_the_action_offers_is_offered(self, tracker: Callable[..., Any], dispatcher: Any) -> None:
        heard = tracker("clarify", act={"choices": ["what_is_bpo", "what_is_aht"]})
        ActionClarify(catalog=FaqCatalog.load()).run(dispatcher, heard, {})
        events = await said(*dispatcher.messages)
        assert offered(stored(HEARD, ActionExecuted("action_clarify"), *events, WAIT)) == ["what_is_bpo", "what_is_aht"]

    def test_at_the_start_nothing_is_offered(self) -> None:
        assert offered(stored()) == [] and offered(stored(WAIT)) == []

    @pytest.mark.parametrize("kind", ["answer", "smalltalk", "fallback", "out_of_scope", "notice", "question"])
    async def test_what_is_no_did_you_mean_offers_nothing(self, kind: str) -> None:
        assert offered(stored(HEARD, *await said(message(kind, faq="what_is_bpo")), WAIT)) == []

    async def test_an_offer_that_was_not_taken_is_over(self) -> None:
        answer = await said(message("answer"))
        assert offered(stored(HEARD, *await said(OFFER), WAIT, UserUttered("what is bpo"), *answer, WAIT)) == []

    async def test_an_offer_is_over_though_the_bot_kept_silent(self) -> None:
        assert offered(stored(HEARD, *await said(OFFER), WAIT, UserUttered("hm"), WAIT)) == []

    async def test_of_two_offers_the_later_one_counts(self) -> None:
        again = await said(message("clarify", choices=["ai_impact"]))
        assert offered(stored(HEARD, *await said(OFFER), WAIT, HEARD, *again, WAIT)) == ["ai_impact"]

    async def test_an_open_question_asked_again_does_not_end_the_offer(self) -> None:
        again = await said(OFFER, message("question", slot="setup"))
        assert offered(stored(HEARD, *again, SlotSet("asked", ["setup"]), WAIT)) == ["what_is_bpo", "what_is_aht"]

    async def test_a_message_without_metadata_offers_nothing(self) -> None:
        dispatcher = CollectingDispatcher()
        dispatcher.utter_message(text="so")
        assert offered(stored(HEARD, *await said(*dispatcher.messages), WAIT)) == []


class TestStanding:
    """All that understanding the next message depends on."""

    def test_at_the_start(self) -> None:
        assert standing_of(stored()) == Standing()

    async def test_in_the_assessment(self) -> None:
        events = [ActiveLoop(FORM), SlotSet("requested_slot", "setup"), SlotSet("assessment_id", None)]
        standing = standing_of(stored(HEARD, *events, *await said(OFFER, message("question")), WAIT))
        assert standing == Standing(open=True, asked="setup", offered=("what_is_bpo", "what_is_aht"))

    def test_after_the_result(self) -> None:
        assert standing_of(stored(HEARD, SlotSet("assessment_id", "a1"), WAIT)) == Standing(finished=True)

    def test_a_question_is_not_open_once_the_assessment_was_left(self) -> None:
        left = stored(ActiveLoop(FORM), SlotSet("requested_slot", "setup"), ActiveLoop(None))
        assert standing_of(left) == Standing()


class TestPrevious:
    """The entry answered last, which a short question may follow up."""

    async def test_the_title_of_the_last_answer(self) -> None:
        answers = await said(message("answer", title="What is BPO?"), message("answer", title="What is AHT?"))
        assert standing_of(stored(HEARD, *answers, WAIT)).previous == "What is AHT?"

    async def test_only_of_the_last_turn(self) -> None:
        answer, thanks = await said(message("answer", title="What is BPO?"), message("smalltalk"))
        assert standing_of(stored(HEARD, answer, WAIT, UserUttered("thanks"), thanks, WAIT)).previous is None

    async def test_an_answer_in_mid_assessment_counts_though_the_question_follows(self) -> None:
        again = await said(message("answer", title="What is BPO?"), message("question", slot="setup"))
        assert standing_of(stored(ActiveLoop(FORM), HEARD, *again, WAIT)).previous == "What is BPO?"


class TestTitles:
    """What is taken at its word."""

    CARDS: ClassVar[dict[str, dict[str, Any]]] = {
        "faq/what_is_aht": {"title": "What is AHT?"},
        "faq/ivr": {"title": "What does IVR stand for?"},
        "faq/captive": {"title": "What is a captive center, and why?"},
        "faq/which": {"title": "Which is better?"},
        "out_of_scope/weather": {"name": "the weather"},
    }

    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("what is aht", "faq/what_is_aht"),
            ("aht", "faq/what_is_aht"),
            ("ivr", "faq/ivr"),
            ("captive center", "faq/captive"),
            ("which is better", "faq/which"),
        ],
    )
    def test_a_title_or_the_term_it_asks_about(self, text: str, label: str) -> None:
        assert titles_of(self.CARDS)[text] == label

    def test_what_has_no_title_is_not_taken_at_its_word(self) -> None:
        assert "out_of_scope/weather" not in titles_of(self.CARDS).values()

    def test_a_title_wins_over_a_term(self) -> None:
        cards = {"faq/whole": {"title": "AHT"}, "faq/asked": {"title": "What is AHT?"}}
        assert titles_of(cards)["aht"] == "faq/whole"

    def test_a_word_that_is_enough_alone_is_taken_at_it(self) -> None:
        cards = {"start_over": {"title": "Start over", "alone": ["start"]}}
        assert titles_of(cards) == {"start": "start_over", "start over": "start_over"}


def test_what_was_offered_is_kept_in_no_slot() -> None:
    assert "offered" not in {slot.name for slot in DOMAIN.slots}


def test_what_reads_messages_is_compiled_before_the_first_visitor_comes() -> None:
    component = MessageRecogniser(MessageRecogniser.get_default_config(), None, None)
    ruler.cache_clear()
    component._use(SimpleNamespace(classifier=SimpleNamespace(), rank=None, normaliser=None), {})
    assert ruler.cache_info().currsize == 1


class TestAnswersOfAForm:
    """A message that carries a profile is taken at its word; any other metadata is its sender's own affair."""

    @pytest.mark.parametrize(("open_", "intent"), [(False, "start_assessment"), (True, "inform")])
    def test_a_profile_is_what_was_said(self, open_: bool, intent: str) -> None:
        profile = {"work": ["hr_payroll"], "employees": 60}
        sent = Message({"text": "My answers: ...", "metadata": {"answers": profile}})
        act = given(sent, Standing(open=open_))
        assert act and (act.intent, act.profile) == (intent, profile)

    @pytest.mark.parametrize(
        "metadata",
        [
            None,
            {},
            {"answers": "x"},
            {"answers": {"work": ["juggling"]}},
            {"answers": {"a": 1}},
            {"answers": {}},
            {"answers": {"work": None}},
        ],
    )
    def test_what_is_no_profile_is_left(self, metadata: dict[str, Any] | None) -> None:
        assert given(Message({"text": "what is bpo", "metadata": metadata}), Standing()) is None
