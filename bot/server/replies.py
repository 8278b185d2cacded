"""The answers as uttered: Rasa's responses with the entry's card beside them."""

import re
from itertools import takewhile
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from bot.faq import FaqCatalog

FAQ, SMALLTALK = "utter_faq/", "utter_smalltalk/"
MOST_RELATED = 3
REPEATED = 2  # times in a row that an answer is given in full; after that the visitor wants something else than it


class ReplyGenerator(TemplatedNaturalLanguageGenerator):
    """Adds what the REST contract wants on a message: its kind, the entry, sources, and the next questions as buttons."""

    def __init__(self, catalog: FaqCatalog) -> None:
        super().__init__({})
        self._catalog = catalog

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The response of an utter action for this conversation and channel."""
        reply = await super().generate(utter_action, tracker, output_channel, **kwargs)
        if reply is None:
            return None
        if utter_action.startswith(FAQ):
            return self._answer(reply, utter_action.removeprefix(FAQ), tracker)
        kind = "smalltalk" if utter_action.startswith(SMALLTALK) else "notice"
        reply["metadata"] = {"kind": kind, **(reply.get("metadata") or {})}
        if tracker.active_loop_name:
            reply.pop("buttons", None)  # the open question follows, with its own
        return reply

    def _answer(self, reply: dict[str, Any], slug: str, tracker: DialogueStateTracker) -> dict[str, Any]:
        entry = self._catalog[slug]
        reply["metadata"] = {
            "kind": "answer",
            "faq": slug,
            "title": entry.title,
            "sources": [source.as_metadata() for source in entry.sources],
        }
        if in_a_row(tracker, slug) >= REPEATED:
            reply["text"] = again(reply["text"])
        if not tracker.active_loop_name:
            asked = answered(tracker)
            related = [self._catalog[s].title for s in entry.related if s in self._catalog and s not in asked]
            reply["buttons"] = [{"title": title, "payload": title} for title in related[:MOST_RELATED]]
        return reply


def answered(tracker: DialogueStateTracker) -> list[str]:
    """The slugs that were answered in this conversation, in order."""
    uttered = (event.metadata.get("utter_action") or "" for event in tracker.events if event.type_name == "bot")
    return [name.removeprefix(FAQ) for name in uttered if name.startswith(FAQ)]


def in_a_row(tracker: DialogueStateTracker, slug: str) -> int:
    """How many of the last answers, one after the other, were this one."""
    return sum(1 for _ in takewhile(lambda given: given == slug, reversed(answered(tracker))))


def again(text: str) -> str:
    """An answer that was just given in full twice, in short."""
    first = re.split(r"(?<=[.?]) ", text, maxsplit=1)[0]
    return f"As above, in short: {first} If that is not what you meant, ask about one part of it, or in other words."
