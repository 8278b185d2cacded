"""A button is text that the bot understands without guessing: a title, an example, or what the reader reads."""

from __future__ import annotations

from typing import Any

from actions.assessment import ActionStartOver, ActionStopAssessment
from actions.fallback import NONE_OF_THESE, PERSON, ActionFallBack
from actions.forget import ActionForget
from actions.hand_off import ActionBackToBot, ActionHandOff, ActionLeaveContact, ActionPassOn
from actions.recommendation import ActionChangeAnswer, ActionRevise, offers
from actions.starters import ASSESS, FIRST_QUESTIONS, starters
from bot.destination import Destination
from bot.dialogue.interview import questions
from bot.faq import FaqCatalog
from bot.reading import Reader, read_challenge, read_change, read_return, read_wish
from bot.recognition.data import blocks
from bot.recognition.normaliser import key
from bot.settings import Owner

OWNER = Owner(destination=Destination("mail", "desk@acme.example"))
ANSWERED: dict[str, Any] = {"profile": {"work": ["hr_payroll"], "volume": 40, "unit": "employees"}, "data": "skipped"}


def test_every_button_is_understood(tracker: Any, dispatcher: Any, store: Any, catalog: Any) -> None:
    ActionStopAssessment().run(dispatcher, tracker(asked="work"), {})
    ActionStartOver().run(dispatcher, tracker(), {})
    ActionStartOver().run(dispatcher, tracker(slots=ANSWERED), {})
    ActionForget().run(dispatcher, tracker(), {})
    ActionRevise(store).run(dispatcher, tracker(), {})
    ActionChangeAnswer().run(dispatcher, tracker(slots=ANSWERED), {})
    ActionFallBack(store, catalog).run(dispatcher, tracker(earlier=["unclear", "unclear"]), {})
    ActionHandOff(OWNER).run(dispatcher, tracker(), {})
    for step in ("send", "ask_again", "drop"):
        ActionLeaveContact(OWNER).run(dispatcher, tracker(act={"step": step}, slots=ANSWERED), {})
    ActionPassOn(OWNER).run(dispatcher, tracker(), {})
    ActionBackToBot().run(dispatcher, tracker(slots=ANSWERED), {})
    offered = {button["payload"] for message in dispatcher.messages for button in message["buttons"]}
    offered |= {*FIRST_QUESTIONS, ASSESS, PERSON, *offers(ANSWERED["profile"]), NONE_OF_THESE}
    known = {key(card["title"]) for _, card, _ in blocks() if "title" in card}
    known |= {key(text) for _, _, texts in blocks() for text in texts}
    reader = Reader()
    known |= {key(text) for text in offered if read_return(text) or read_wish(text)}
    lost = [
        text
        for text in offered
        if key(text) not in known and read_change(text) is None and read_challenge(text, reader) is None
    ]
    assert lost == []


def test_what_a_question_is_called_names_it_when_it_is_changed() -> None:
    for question in questions().values():
        assert read_change(f"Change {question.called}") == (question.group,)


def test_first_questions_are_titles_of_entries() -> None:
    catalog = FaqCatalog.load()
    assert {title: catalog[slug].title for title, slug in FIRST_QUESTIONS.items()} == {
        title: title for title in FIRST_QUESTIONS
    }


def test_what_was_answered_is_no_longer_a_first_question(tracker: Any) -> None:
    first, second, third, *_ = FIRST_QUESTIONS
    assert starters(tracker()) == [first, second, ASSESS]
    assert starters(tracker(slots={"answered": [FIRST_QUESTIONS[first]]})) == [second, third, ASSESS]
    assert starters(tracker(slots={"answered": list(FIRST_QUESTIONS.values())})) == [ASSESS]
