"""The answers as uttered: Rasa's responses with the entry's card beside them."""

from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from bot.faq import FaqCatalog

FAQ, SMALLTALK = "utter_faq/", "utter_smalltalk/"
MOST_RELATED = 3


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
        if not tracker.active_loop_name:
            asked = answered(tracker)
            related = [self._catalog[s].title for s in entry.related if s in self._catalog and s not in asked]
            reply["buttons"] = [{"title": title, "payload": title} for title in related[:MOST_RELATED]]
        return reply


def answered(tracker: DialogueStateTracker) -> set[str]:
    """The slugs that were answered in this conversation."""
    uttered = (event.metadata.get("utter_action") or "" for event in tracker.events if event.type_name == "bot")
    return {name.removeprefix(FAQ) for name in uttered if name.startswith(FAQ)}
