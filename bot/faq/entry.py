"""What a curated answer, its source and an unwritten topic are."""

import re
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Source:
    """Where an answer comes from: a title, a `url` or the name of a `document`, a year or "undated", ids of facts."""

    title: str
    year: int | str
    url: str | None = None
    document: str | None = None
    facts: tuple[str, ...] = ()

    def as_metadata(self) -> dict[str, Any]:
        """The source as the REST contract shows it."""
        place = {"url": self.url} if self.url else {"document": self.document}
        return {"title": self.title, **place, "year": self.year}


@dataclass(frozen=True)
class FaqEntry:
    """One curated answer with its card. `rests_on`: the ids of facts for each sentence of the answer, or "ours"."""

    slug: str
    title: str
    topic: str
    answer: str
    related: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed: str
    test_questions: tuple[str, ...]
    examples: tuple[str, ...]
    notes: str = ""
    rests_on: tuple[str, ...] = ()


def first_sentence(text: str) -> str:
    """The text up to the end of its first sentence, which in an answer is the answer itself."""
    return re.split(r"(?<=[.?]) ", text, maxsplit=1)[0]


@dataclass(frozen=True)
class UnwrittenTopic:
    """A topic that is recognised so that it can be declined by `name`, until somebody writes the entry."""

    slug: str
    title: str
    topic: str
    name: str
    test_questions: tuple[str, ...]
    examples: tuple[str, ...]
