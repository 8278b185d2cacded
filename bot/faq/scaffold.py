"""A new entry to fill in, and what is left to fill in."""

import json
import re
from collections.abc import Iterator
from datetime import date
from string import Template
from typing import Any

from bot.faq.draft import Draft
from bot.faq.wording import MIN_EXAMPLES, MIN_TEST_QUESTIONS

TODO = "TODO"
_TODO = re.compile(rf"\b{TODO}\b")
_FILE = Template(
    """\
# Replace every $todo; docs/authoring.md says what each line is for. Then: python -m bot.faq check $slug
version: "3.1"

nlu:
  - intent: faq/$slug
    metadata:
      # The question as a person would ask it. It is also a button.
      title: $title
      # A label that entries on the same subject share.
      topic: "$topic"
      # Slugs of the best next questions; at most three are shown. `python -m bot.faq list` has them all.
      related:
        - "$todo"
      # Where the facts below come from. `url` or `document`, not both; a year that nobody knows is "undated".
      sources:
        - title: "$todo"
          url: "$todo"
          year: "undated"
          facts:
            - "$todo"
      # One line for each sentence of the answer: ids of facts, or "ours" where it claims nothing.
      # `python -m bot.faq facts` lists the facts.
      rests_on:
        - "$todo"
      # The day you last read the answer and its sources.
      reviewed: "$today"
      # At least $test_questions, worded as you would not have thought of. Not among the examples.
      test_questions:
        - "$todo: a question"
    # At least $examples ways to ask, one a line behind a dash: short, plain, long, and with typing errors.
    examples: |
      - $todo: a way to ask

responses:
  utter_faq/$slug:
    # One paragraph of at most about 90 words.
    - text: "$todo: the answer first, then the reason, then the caveat."
"""
)


def scaffold(slug: str, title: str | None, today: date, topic: str | None = None) -> str:
    """The text of a new entry's file, whose only mistakes are those it names."""
    return _FILE.substitute(
        slug=slug,
        todo=TODO,
        topic=topic or TODO,
        title=json.dumps(title or f"{TODO}: {slug.replace('_', ' ')}?", ensure_ascii=False),
        today=today.isoformat(),
        examples=MIN_EXAMPLES["faq"],
        test_questions=MIN_TEST_QUESTIONS["faq"],
    )


def unfinished(draft: Draft) -> Iterator[str]:
    """What still says TODO."""
    places: dict[str, Any] = {**draft.card, "examples": draft.lines, "answer": draft.variants}
    left = [place for place, value in places.items() if any(_TODO.search(text) for text in _texts(value))]
    if left:
        yield f"still says {TODO} in {', '.join(left)}; write what belongs there"


def _texts(value: Any) -> Iterator[str]:
    """All texts within lists and mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
