"""A message in clauses: what is stated, what is asked, what is only supposed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from bot.reading.cues import find, match_at, word_list


class Mood(Enum):
    """What a clause does; only statements fill slots."""

    STATEMENT = "statement"
    QUESTION = "question"
    HYPOTHESIS = "hypothesis"
    HEARSAY = "hearsay"


@dataclass
class Clause:
    """Tokens `start` to `end` (exclusive) of a message; `sentence` counts from 0."""

    start: int
    end: int
    sentence: int
    mood: Mood = Mood.STATEMENT
    words: list[str] = field(default_factory=list)


_ENDS = frozenset({".", "!", "?", ";", "\n"})
_BREAKS = frozenset({",", "(", ")", ":", "-", "/"})


def split(words: list[str]) -> list[Clause]:
    """The clauses of the message, with their moods."""
    clauses: list[Clause] = []
    sentence: list[tuple[int, int]] = []
    start = 0
    number = 0
    for index, word in enumerate([*words, "."]):
        ends = word in _ENDS or set(word) == {"."}
        if ends or (word in _BREAKS and not _spans(words, index)) or word == "but":
            if index > start:
                sentence.append((start, index))
            start = index + 1
        if ends:
            clauses += _moods(words, sentence, number, asks=word == "?")
            sentence, number = [], number + 1
    return clauses


def _spans(words: list[str], index: int) -> bool:
    """Whether a mark joins two numbers: "6am-10pm"."""
    ends = [*words[max(0, index - 1) : index], *words[index + 1 : index + 2]]
    return words[index] == "-" and len(ends) == 2 and all(word[0].isdigit() for word in ends)


def _moods(words: list[str], spans: list[tuple[int, int]], number: int, asks: bool) -> list[Clause]:
    clauses: list[Clause] = []
    carried = Mood.STATEMENT
    for start, end in spans:
        said = words[start:end]
        lead = _lead(said)
        mood = _opening(said, lead)
        about_us = _about_us(said)
        if about_us and mood in (Mood.QUESTION, Mood.HYPOTHESIS):
            mood = Mood.STATEMENT  # "should we outsource our payroll"
        if mood is Mood.STATEMENT and (
            carried is Mood.HEARSAY or (carried is not mood and not _own_subject(said[lead:]))
        ):
            mood = carried  # "what is nearshore, offshore, onshore"
        carried = mood
        cut = find(said[lead:], "embedded") if mood is Mood.STATEMENT and not about_us else None
        if cut is not None:
            cut += lead
            clauses.append(Clause(start, start + cut, number, mood, said[:cut]))
            start, said, mood = start + cut, said[cut:], Mood.QUESTION
        clauses.append(Clause(start, end, number, mood, said))
    if asks and clauses and all(c.mood is Mood.STATEMENT for c in clauses):
        last = clauses[-1]
        if _about_us(last.words):
            return clauses
        if len(clauses) == 1 or not _own_subject(last.words[_lead(last.words) :]):
            last.mood = Mood.QUESTION
    return clauses


def _about_us(said: list[str]) -> bool:
    """Whether a question says what the visitor has in mind: "should we outsource our payroll"."""
    counted = any(word[0].isdigit() for word in said)
    return find(said, "about_us") is not None or (counted and find(said, "about_our_number") is not None)


def _lead(said: list[str]) -> int:
    """How many words of "hold on", "ok so" come before the clause proper."""
    lead = 0
    while lead < len(said) - 1 and said[lead] in word_list("lead_ins"):
        # "how about" and "what if" keep their "and"; "so is it" loses its "so"
        if match_at(said, lead, "questions") or match_at(said, lead, "hypothetical"):
            break
        lead += 1
    return lead


def _opening(said: list[str], lead: int) -> Mood:
    for at in {0, lead}:
        if match_at(said, at, "hypothetical") and not match_at(said, at, "not_hypothetical"):
            return Mood.HYPOTHESIS
    for at in {0, lead}:
        if match_at(said, at, "questions") and not match_at(said, at, "not_questions"):
            return Mood.QUESTION
    if match_at(said, lead, "reported"):
        return Mood.HEARSAY
    return Mood.STATEMENT


def _own_subject(said: list[str]) -> bool:
    return bool(said) and said[0] in (
        "i",
        "we",
        "our",
        "my",
        "it",
        "they",
        "there",
        "us",
        "must",
        "need",
        "about",
    )
