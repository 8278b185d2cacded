"""Finds the mistakes authors make, all at once, each with what to write instead.

Rasa's own checks find none of them: an entry without an answer, a misspelt slug or an example under two entries trains
without a word, and the visitor meets silence or a coin toss.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.faq.card import card_problems, unknown_keys
from bot.faq.draft import Draft, read_draft
from bot.faq.files import DATA, Unreadable, entry_files, stray_files
from bot.faq.overlap import lonely_topics, overlap_problems
from bot.faq.wording import MIN_EXAMPLES, MIN_TEST_QUESTIONS, answer_problems, question_problems

__all__ = ["MIN_EXAMPLES", "MIN_TEST_QUESTIONS", "check", "notes"]

TOP = {"version", "nlu", "responses"}


def check(data: Path = DATA) -> list[str]:
    """Return all problems of all entries and unwritten topics, each as `file: what is wrong; what to write`."""
    drafts, problems = _read(data)
    files = entry_files(data)
    if not files:
        problems.append(f"{data}: holds no entries; run this in the project's own folder")
    for path in stray_files(data):
        problems.append(
            f"{path}: Rasa learns from this file, but the bot has no answer from it; "
            f"only <slug>.yml right in faq or unwritten is an entry: rename it, or move it out of {data}"
        )
    for draft in drafts:
        problems += [f"{draft.path}: {problem}" for problem in draft_problems(draft)]
    return problems + list(overlap_problems(drafts, {path.stem for path in files if path.parent.name == "faq"}))


def notes(data: Path = DATA) -> list[str]:
    """What is no mistake by itself, but worth a look."""
    topics = lonely_topics(_read(data)[0])
    return [f"topics of one file, right unless one is misspelt: {', '.join(topics)}"] if topics else []


def draft_problems(draft: Draft) -> Iterator[str]:
    """The problems of one file."""
    yield from draft.problems
    if not re.fullmatch(r"[a-z0-9_]+", draft.slug):
        yield "the file name is the slug; write it in lower case with underscores"
    yield from unknown_keys("the file", draft.document, TOP if draft.kind == "faq" else TOP - {"responses"})
    if len(draft.document["nlu"]) != 1:
        yield f"holds {len(draft.document['nlu'])} intents; one file holds one"
    intent = f"{draft.kind}/{draft.slug}"
    if draft.block.get("intent") != intent:
        yield f"intent is {draft.block.get('intent', 'missing')}; write {intent}, as the file is named"
    yield from card_problems(draft)
    yield from question_problems(draft)
    if draft.kind == "faq":
        yield from answer_problems(draft)


def _read(data: Path) -> tuple[list[Draft], list[str]]:
    drafts: list[Draft] = []
    problems: list[str] = []
    for path in entry_files(data):
        try:
            drafts.append(read_draft(path))
        except Unreadable as error:
            problems.append(f"{path}: {error}")
    return drafts, problems
