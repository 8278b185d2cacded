"""What is wrong between files: the same words in two places, links that lead nowhere, topics that stand alone."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set

from bot.faq.draft import Draft


def overlap_problems(drafts: Sequence[Draft], written: Set[str]) -> Iterator[str]:
    """The problems between files; `written` are the slugs of all written entries, readable or not."""
    for draft in drafts:
        for slug in draft.related:
            if slug not in written or slug == draft.slug:
                yield f"{draft.path}: related names {slug}, which is no other written entry"
        if draft.kind == "unwritten" and draft.slug in written:
            yield f"{draft.path}: the entry is written; delete this file"
    yield from _same_words(drafts)


def lonely_topics(drafts: Sequence[Draft]) -> list[str]:
    """The topic labels that one file alone has: no mistake, but what a misspelt one looks like."""
    files: dict[str, int] = defaultdict(int)
    for draft in drafts:
        files[draft.card.get("topic", "").strip()] += 1
    return sorted(topic for topic, count in files.items() if topic and count == 1)


def _same_words(drafts: Sequence[Draft]) -> Iterator[str]:
    owners: dict[str, list[str]] = defaultdict(list)
    for draft in drafts:
        for words, place in _places(draft):
            owners[words].append(f"{draft.path} ({place})")
    for words, places in owners.items():
        if words and len(places) > 1:
            yield f'{places[0]}: "{words}" also stands in {", ".join(places[1:])}; keep it in one place'


def _places(draft: Draft) -> Iterator[tuple[str, str]]:
    """Everything that is learnt, tested with or put on a button; a title may be one of its own examples."""
    examples = [_words(text) for text in draft.examples]
    title = _words(draft.card.get("title", ""))
    if title not in examples:
        yield title, "the title"
    for words in examples:
        yield words, "an example"
    for text in draft.test_questions:
        yield _words(text), "a test question"


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))
