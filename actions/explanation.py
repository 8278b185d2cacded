"""Explains: why a question is asked, and what was meant by a question or an answer."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import turn, wiring
from actions.interview import is_open
from bot.dialogue.interview import questions
from bot.faq import FaqCatalog
from bot.faq.entry import FaqEntry, first_sentence


class ActionExplainQuestion(Action):
    """Answers "why do you ask?"; Rasa then asks the question again. After an answer, "why?" is about that one."""

    def __init__(self, catalog: FaqCatalog | None = None) -> None:
        self._catalog = catalog

    def name(self) -> str:
        """The name in the domain."""
        return "action_explain_question"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Give the open question's reason; without a question, what leads on from the last answer."""
        asked = tracker.get_slot("requested_slot") if is_open(tracker) else None
        if asked:
            turn.say(dispatcher, "notice", questions()[asked].why)
            return []
        catalog = self._catalog or wiring.catalog()
        slug = answered(tracker) or ""
        titles = next_titles(catalog, slug, tracker)
        if titles:
            text = "What reasons I know stand in the answer. Ask about one part of it, or see one of these:"
            turn.say(dispatcher, "smalltalk", text, titles)
        else:
            text = 'I only ask while I work out a recommendation. Say "help me choose" to start.'
            turn.say(dispatcher, "notice", text)
        return []


class ActionRephrase(Action):
    """Helps who does not follow or wants more: with an example of an answer, or with what leads on from the last answer."""

    def __init__(self, catalog: FaqCatalog | None = None) -> None:
        self._catalog = catalog

    def name(self) -> str:
        """The name in the domain."""
        return "action_rephrase"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say the open question's example and reason; without a question, what leads on from the last answer."""
        if say_in_other_words(dispatcher, tracker):
            return []
        catalog = self._catalog or wiring.catalog()
        slug = answered(tracker) or ""
        titles = next_titles(catalog, slug, tracker)
        if slug in catalog and turn.intent(tracker) != "tell_more":
            short_again(dispatcher, catalog[slug], titles)
            return []
        if turn.intent(tracker) == "tell_more":
            text = "That is all I have about it in one piece. " if slug else ""
            text += "These go further:" if titles else "What would you like to know more about?"
        else:
            text = 'Sorry. Tell me which word is unclear, such as "what is AHT", or ask for a person.'
        turn.say(dispatcher, "smalltalk", text, titles or ["What can you do?", "Talk to a person"])
        return []


def say_in_other_words(dispatcher: CollectingDispatcher, tracker: Tracker) -> bool:
    """Say the open question's reason and an example of an answer; False where none is open."""
    asked = tracker.get_slot("requested_slot") if is_open(tracker) else None
    if asked:
        question = questions()[asked]
        turn.say(dispatcher, "notice", f"In other words: {question.why} {question.hint}")
    return bool(asked)


def short_again(dispatcher: CollectingDispatcher, entry: FaqEntry, titles: Sequence[str]) -> None:
    """Say an answer again by its first sentence, which is the answer itself; the rest are reasons and caveats."""
    text = f"In short: {first_sentence(entry.answer)} Which part is unclear?"
    sources = [source.as_metadata() for source in entry.sources]
    turn.say(dispatcher, "answer", text, titles, faq=entry.slug, title=entry.title, sources=sources)


def next_titles(catalog: FaqCatalog, slug: str, tracker: Tracker) -> list[str]:
    """The titles of what leads on from an entry and was not answered yet."""
    related = catalog[slug].related if slug in catalog else ()
    known = tracker.get_slot("answered") or ()
    return [catalog[one].title for one in related if one in catalog and one not in known]


def answered(tracker: Tracker) -> str | None:
    """The entry that was answered last."""
    said = ((event.get("metadata") or {}).get("metadata") or {} for event in reversed(tracker.events))
    return next((metadata["faq"] for metadata in said if "faq" in metadata), None)
