"""A button is text that the bot understands without guessing: the title of an entry or of an intent."""

from __future__ import annotations

from typing import Any

from actions.assessment import ActionStartOver, ActionStopAssessment
from actions.fallback import NONE_OF_THESE, STARTERS, ActionFallBack
from actions.recommendation import AFTER, ActionRevise
from bot.recognition.data import blocks
from bot.recognition.normaliser import key


def test_every_button_is_a_title(tracker: Any, dispatcher: Any, store: Any, catalog: Any) -> None:
    ActionStopAssessment().run(dispatcher, tracker(asked="work"), {})
    ActionStartOver().run(dispatcher, tracker(), {})
    ActionRevise(store).run(dispatcher, tracker(), {})
    ActionFallBack(store, catalog).run(dispatcher, tracker(earlier=["unclear", "unclear"]), {})
    offered = {button["payload"] for message in dispatcher.messages for button in message["buttons"]}
    understood = {key(card["title"]) for _, card, _ in blocks() if "title" in card}
    assert [text for text in {*offered, *STARTERS, *AFTER, NONE_OF_THESE} if key(text) not in understood] == []
