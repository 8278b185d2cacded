"""The answers as uttered: Rasa's responses with the entry's card beside them, and none for the third time in the same words."""

from collections.abc import Collection, Iterator
from itertools import islice, takewhile
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

from bot.faq import FaqCatalog
from bot.faq.entry import first_sentence

FAQ, SMALLTALK = "utter_faq/", "utter_smalltalk/"
GREET, YES_OR_NO = f"{SMALLTALK}greet", "utter_yes_or_no"
WHOLE = (GREET, f"{SMALLTALK}distress")  # said in full however often
NOBODY = "The owner of this chat"  # who runs the bot, where no name was given
ANSWERED = "answered"  # the slot with the slugs of all entries that were answered
MOST_RELATED, LEAST_RELATED = 3, 2
REPEATED = 2  # times in a row that an answer is given in full; after that the visitor wants something else than it


class ReplyGenerator(TemplatedNaturalLanguageGenerator):
    """Adds what the REST contract wants on a message: its kind, the entry, sources, and the next questions as buttons."""

    def __init__(self, catalog: FaqCatalog, owner: str | None = None) -> None:
        """`owner` is the name of who runs the bot, `{owner}` in a response."""
        super().__init__({})
        self._catalog, self._owner = catalog, owner or NOBODY

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The response of an utter action for this conversation and channel."""
        name = wording(utter_action, tracker)
        reply = await super().generate(name, tracker, output_channel, owner=self._owner, **kwargs)
        if reply is None:
            return None
        if utter_action.startswith(FAQ):
            return self._answer(reply, utter_action.removeprefix(FAQ), tracker)
        smalltalk = utter_action.startswith(SMALLTALK)
        reply["metadata"] = {"kind": "smalltalk" if smalltalk else "notice", **(reply.get("metadata") or {})}
        if smalltalk and name not in WHOLE and in_a_row(uttered(tracker), utter_action) >= REPEATED:
            reply["text"] = first_sentence(reply["text"])
        if tracker.active_loop_name:
            reply.pop("buttons", None)  # the open question follows, with its own
        elif reply.get("buttons"):
            known = {self._catalog[slug].title for slug in answered(tracker) if slug in self._catalog}
            reply["buttons"] = [button for button in reply["buttons"] if button["title"] not in known]
        return reply

    def _answer(self, reply: dict[str, Any], slug: str, tracker: DialogueStateTracker) -> dict[str, Any]:
        entry = self._catalog.get(slug)
        if entry is None:  # deleted since the model was trained, which is served until there is a newer one
            reply["metadata"] = {"kind": "answer", "faq": slug, "title": "", "sources": []}
            return reply
        reply["metadata"] = {
            "kind": "answer",
            "faq": slug,
            "title": entry.title,
            "sources": [source.as_metadata() for source in entry.sources],
        }
        if in_a_row([name for name in uttered(tracker) if name.startswith(FAQ)], FAQ + slug) >= REPEATED:
            reply["text"] = again(reply["text"])
        if not tracker.active_loop_name:
            titles = [self._catalog[one].title for one in self._next(slug, {*answered(tracker), *answering(tracker)})]
            reply["buttons"] = [{"title": title, "payload": title} for title in titles]
        return reply

    def _next(self, slug: str, known: Collection[str]) -> list[str]:
        """What to ask next: related entries; where too few of them are left, what is nearest to these."""
        near = [one for one in self._catalog[slug].related if one in self._catalog and one not in known]
        if len(near) < LEAST_RELATED:
            walk = [slug]
            for step in walk:  # which grows meanwhile
                walk += [one for one in dict.fromkeys(self._neighbors(step)) if one not in walk]
                near = [one for one in dict.fromkeys([*near, *walk]) if one != slug and one not in known]
                if len(near) >= LEAST_RELATED:
                    break
        return near[:MOST_RELATED]

    def _neighbors(self, slug: str) -> list[str]:
        """The entries that one leads to, those that lead to it, and the others of its topic."""
        entry = self._catalog[slug]
        leading = [other.slug for other in self._catalog.values() if slug in other.related]
        topic = [other.slug for other in self._catalog.topics()[entry.topic]]
        return [one for one in (*entry.related, *leading, *topic) if one in self._catalog]


def wording(utter_action: str, tracker: DialogueStateTracker) -> str:
    """Which response says it where the conversation stands."""
    if utter_action == GREET:
        return greeting(tracker)
    return f"{YES_OR_NO}_asking" if utter_action == YES_OR_NO and tracker.active_loop_name else utter_action


def greeting(tracker: DialogueStateTracker) -> str:
    """Which greeting: the whole one to who is new or starts over, a short one that leads back to who greets again."""
    latest = tracker.latest_message
    heard = islice((event for event in tracker.events if event.type_name == "user"), 2)
    if len(list(heard)) < 2 or latest is None or latest.intent.get("name") != "smalltalk":
        return GREET
    if tracker.active_loop_name:
        return "utter_greet_asking"
    begun = tracker.get_slot("profile") or tracker.get_slot("asked")
    return "utter_greet_paused" if begun and not tracker.get_slot("assessment_id") else "utter_greet_again"


def uttered(tracker: DialogueStateTracker) -> list[str]:
    """The responses of the bot's latest messages, in order; what an action said itself has no name."""
    said = (event for event in tracker.events if event.type_name == "bot")
    return [event.metadata.get("utter_action") or "" for event in said]


def answered(tracker: DialogueStateTracker) -> list[str]:
    """The slugs that were answered in this conversation, in order, each once."""
    latest = (name.removeprefix(FAQ) for name in uttered(tracker) if name.startswith(FAQ))
    return list(dict.fromkeys([*(tracker.get_slot(ANSWERED) or ()), *latest]))


def answering(tracker: DialogueStateTracker) -> Iterator[str]:
    """The slugs that are answered in this turn beside one another."""
    act = tracker.latest_message.parse_data.get("act") or {} if tracker.latest_message else {}
    return (one["label"].removeprefix("faq/") for one in act.get("several") or ())


def in_a_row(said: list[str], name: str) -> int:
    """How many of the last, one after the other, were this one."""
    return sum(1 for _ in takewhile(lambda one: one == name, reversed(said)))


def again(text: str) -> str:
    """An answer that was just given in full twice, in short."""
    return (
        f"As above, in short: {first_sentence(text)} If that is not what you meant, ask about one part of it, or in "
        "other words."
    )
