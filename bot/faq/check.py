"""Finds the mistakes authors make, all at once, each with what to write instead.

Rasa's own checks find none of them: an entry without an answer, a misspelt slug or an example under two entries trains
without a word, and the visitor meets silence or a coin toss.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from bot.faq.card import card_problems, unknown_keys
from bot.faq.claims import claim_problems
from bot.faq.draft import Draft, read_draft
from bot.faq.facts import survey_facts
from bot.faq.files import DATA, SLUG, Unreadable, entry_files, stray_files
from bot.faq.overlap import lonely_topics, overlap_problems
from bot.faq.scaffold import unfinished
from bot.faq.wording import answer_problems, question_problems

TOP = {"version", "nlu", "responses"}


def check(data: Path = DATA, only: Collection[Path] = ()) -> list[str]:
    """Return all problems of all entries, unwritten topics and facts, each as `file: what is wrong; what to write`.

    With `only`, the problems of these files: their own, and those that they share with another.
    """
    files = entry_files(data)
    drafts, problems = read_drafts(data)
    facts, wrong_facts = survey_facts(data)
    problems += wrong_facts
    if not files:
        problems.append(f"{data}: holds no entries; run this in the project's own folder")
    for path in stray_files(data):
        problems.append(
            f"{path}: Rasa learns from this file, but the bot has no answer from it; "
            f"only <slug>.yml right in faq or unwritten is an entry: rename it, or move it out of {data}"
        )
    for draft in drafts:
        if not only or draft.path in only:
            found = [*draft_problems(draft), *claim_problems(draft, facts)]
            problems += [f"{draft.path}: {problem}" for problem in found]
    problems += overlap_problems(drafts, {path.stem for path in files if path.parent.name == "faq"}, only)
    return [problem for problem in problems if not only or any(str(path) in problem for path in only)]


def notes(data: Path = DATA) -> list[str]:
    """What is no mistake by itself, but worth a look."""
    topics = lonely_topics(read_drafts(data)[0])
    return [f"topics of one file, right unless one is misspelt: {', '.join(topics)}"] if topics else []


def draft_problems(draft: Draft) -> Iterator[str]:
    """The problems of one file."""
    yield from draft.problems
    yield from unfinished(draft)
    if not SLUG.fullmatch(draft.slug):
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


def read_drafts(data: Path = DATA) -> tuple[list[Draft], list[str]]:
    """The entries and unwritten topics that can be read, and what is wrong with the other files."""
    drafts: list[Draft] = []
    problems: list[str] = []
    for path in entry_files(data):
        try:
            drafts.append(read_draft(path))
        except Unreadable as error:
            problems.append(f"{path}: {error}")
    return drafts, problems
