"""Reads one message: free text to a partial profile."""

from __future__ import annotations

import re
from typing import Any

from bot.reading.choices import exact_choice
from bot.reading.clauses import Clause, Mood, split
from bot.reading.cues import find, word_list
from bot.reading.measures import read_measures
from bot.reading.mention import Mention
from bot.reading.message import Message
from bot.reading.negation import denied
from bot.reading.profile import read_profile
from bot.reading.reading import GROUPS, Ambiguity, Reading
from bot.reading.ruler import find_mentions
from bot.reading.text import normalize, tokenize

_KEYS = {
    "hours": ("hours", "peaks", "continuity"), "complexity": ("complexity", "ai_ok"), "data": ("data", "residency"),
    "home": ("location_pref", "languages", "location_strength"),
}  # fmt: skip
# "us" at the beginning, as an answer to where the customers are; elsewhere it is the visitor.
_AMERICA = re.compile(r"^(?:(?:mostly|mainly|all|only|just) )?us(?=$| ?[,.;!?]| (?:only|and|or|please)\b)")
_ENOUGH = 3  # keys filled that make a sentence an account of a need even without "we" or "need"; of two, one less


class Reader:
    """Reads messages. Stateless; the patterns are compiled on the first message."""

    def read(self, text: str, asked: str | None = None) -> Reading:
        """What the message says, given the slot group that was asked (None outside the assessment).

        Bare answers ("500", "none", "just us") count only for the asked group. Questions and hearsay fill nothing.
        Raises KeyError when `asked` is not a slot group.
        """
        if asked is not None:
            if asked not in GROUPS:
                raise KeyError(f"{asked!r} is not a slot group; one of {', '.join(GROUPS)}")
            choice = exact_choice(text, asked)
            if choice is not None:
                return Reading(profile=dict(choice.profile))
        normal = normalize(text)
        if asked == "home":
            normal = _AMERICA.sub("usa", normal)
        tokens = tokenize(normal)
        words = [token[0] for token in tokens]
        clauses = split(words)
        if asked in ("volume", "hours") and all(find(c.words, "questions") is None for c in clauses):
            for clause in clauses:  # "maybe 500?" is an answer
                clause.mood = Mood.STATEMENT if clause.mood is Mood.QUESTION else clause.mood
        keys = frozenset(_KEYS.get(asked, (asked,))) if asked else frozenset()
        mentions = _without_polar(find_mentions(words, keys), clauses, words, keys)
        message = Message(normal, words, clauses, mentions, read_measures(normal, tokens))
        stated = read_profile(message.part(Mood.STATEMENT, denied), asked)
        supposed = read_profile(message.part(Mood.HYPOTHESIS, denied), None).profile
        if asked is None and not _tells(stated.profile, message):
            return Reading(what_if=supposed, adds=find(words, "adds") is not None)
        adds = find(words, "adds") is not None
        return Reading(stated.profile, stated.fuzzy, stated.ambiguous, supposed, adds)


def _without_polar(
    mentions: list[Mention], clauses: list[Clause], words: list[str], keys: frozenset[str]
) -> list[Mention]:
    full = {m.key for m in mentions if m.key in keys and not _polar(m, words)}
    kept: list[Mention] = []
    for mention in mentions:
        if mention.asked_only and _polar(mention, words):
            clause = next((c for c in clauses if c.start <= mention.start < c.end), None)
            alone = clause is not None and clause.end - clause.start <= 2
            answered = full - {"residency"}  # "nope. can be stored wherever"
            if answered or not alone:
                continue
        kept.append(mention)
    return kept


def _polar(mention: Mention, words: list[str]) -> bool:
    return mention.end - mention.start == 1 and words[mention.start] in word_list("polar")


def _tells(profile: dict[str, Any], message: Message) -> bool:
    """Whether a message outside the assessment is about the visitor, not a topic ("offshore call center cost")."""
    said = [word for clause in message.clauses if clause.mood is Mood.STATEMENT for word in [*clause.words, ","]]
    measured = any(m.unit or m.money for m in message.measures) or "aht" in profile
    several = len({clause.sentence for clause in message.clauses if clause.mood is Mood.STATEMENT}) > 1
    enough = _ENOUGH - 1 if several else _ENOUGH
    return measured or len(profile) >= enough or find(said, "facts") is not None


__all__ = ["Ambiguity", "Reader", "Reading"]
