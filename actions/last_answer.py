"""Says the last answer in short, or by example; where there is none, asks what is meant."""

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import turn, wiring
from actions.explanation import next_titles, say_in_other_words
from actions.interview import is_open
from actions.starters import starters
from bot.faq import FaqCatalog
from bot.faq.claims import sentences
from bot.faq.entry import FaqEntry, first_sentence

SHORT = "In short: "
_EXAMPLE = re.compile(r"\b(?:for (?:example|instance)|such as|examples? (?:is|are|of)|picture a|say \d)", re.IGNORECASE)


class _OfLastAnswer:
    """Shares the answers, and what was said just now."""

    def __init__(self, catalog: FaqCatalog | None = None) -> None:
        self._catalog = catalog

    @property
    def catalog(self) -> FaqCatalog:
        return self._catalog or wiring.catalog()

    def entry(self, said: Sequence[dict[str, Any]]) -> FaqEntry | None:
        """The entry that was answered among what was said."""
        slugs = [metadata["faq"] for metadata in said if "faq" in metadata]
        return self.catalog.get(slugs[-1]) if slugs else None

    def next_titles(self, tracker: Tracker, entry: FaqEntry) -> list[str]:
        """What leads on from an answer and was not answered yet; nothing while a question is open."""
        return [] if is_open(tracker) else next_titles(self.catalog, entry.slug, tracker)

    def say_of(self, dispatcher: CollectingDispatcher, tracker: Tracker, entry: FaqEntry, text: str) -> None:
        """Say something of an answer, which stays the last answer."""
        sources = [source.as_metadata() for source in entry.sources]
        titles = self.next_titles(tracker, entry)
        turn.say(dispatcher, "answer", text, titles, faq=entry.slug, title=entry.title, sources=sources)


class ActionShorten(_OfLastAnswer, Action):
    """Says the last answer, or the recommendation, in one sentence."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_shorten"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Shorten what was said just now."""
        texts, said = last_said(tracker)
        entry = self.entry(said)
        told = next((metadata["recommendation"] for metadata in said if metadata.get("recommendation")), None)
        if entry and any(text.startswith(SHORT) for text in texts):
            turn.say(dispatcher, "notice", "Shorter than that I can't put it.", self.next_titles(tracker, entry))
        elif entry:
            self.say_of(dispatcher, tracker, entry, SHORT + first_sentence(entry.answer))
        elif told:
            turn.say(dispatcher, "recommendation", SHORT + told["verdict_text"], recommendation=told)
        elif not say_in_other_words(dispatcher, tracker):
            known = [self.catalog[slug].title for slug in tracker.get_slot("answered") or () if slug in self.catalog]
            text = "Which answer shall I shorten?" if known else "I have answered nothing yet that I could shorten."
            turn.say(dispatcher, "smalltalk", text, known[:-3:-1] or starters(tracker))
        return []


class ActionGiveExample(_OfLastAnswer, Action):
    """Gives the example that the last answer has."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_give_example"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Give an example of what was said just now."""
        entry = self.entry(last_said(tracker)[1])
        examples = [one for one in sentences(entry.answer) if _EXAMPLE.search(one)] if entry else []
        other = self._of_examples(entry) if entry else None
        if other:
            dispatcher.utter_message(response=f"utter_faq/{other}")
        elif entry and examples:
            self.say_of(dispatcher, tracker, entry, f"Here is what my answer has for an example: {examples[0]}")
        elif entry:
            titles = self.next_titles(tracker, entry)
            text = "I have no checked example of that." + (" These go further:" if titles else "")
            turn.say(dispatcher, "smalltalk", text, titles)
        elif not say_in_other_words(dispatcher, tracker):
            turn.say(dispatcher, "smalltalk", "An example of what? You can ask me, for instance:", starters(tracker))
        return []

    def _of_examples(self, entry: FaqEntry) -> str | None:
        """An entry that leads on from this one and has nothing but examples of it."""
        leading = (self.catalog[one] for one in entry.related if one in self.catalog)
        return next((one.slug for one in leading if "examples" in one.title.lower()), None)


def last_said(tracker: Tracker) -> tuple[list[str], list[dict[str, Any]]]:
    """Texts and metadata of the bot's messages between the visitor's last two, oldest first."""
    texts: list[str] = []
    said: list[dict[str, Any]] = []
    for event in reversed(tracker.events[: _latest_message(tracker.events)]):
        if event.get("event") == "user":
            break
        if event.get("event") == "bot":
            texts.insert(0, event.get("text") or "")
            said.insert(0, (event.get("metadata") or {}).get("metadata") or {})
    return texts, said


def _latest_message(events: Sequence[dict[str, Any]]) -> int:
    places = [place for place, event in enumerate(events) if event.get("event") == "user"]
    return places[-1] if places else len(events)
