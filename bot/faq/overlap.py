"""What is wrong between files: the same words in two places, links that lead nowhere, topics that stand alone."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence, Set
from pathlib import Path

from bot.faq.draft import Draft
from bot.faq.near import near_pairs, words


def overlap_problems(drafts: Sequence[Draft], written: Set[str], only: Collection[Path] = ()) -> Iterator[str]:
    """The problems between files; `written` are the slugs of all written entries, readable or not.

    With `only`, near wordings are looked for in these files alone, which is quicker.
    """
    for draft in drafts:
        for slug in draft.related:
            if slug not in written or slug == draft.slug:
                yield f"{draft.path}: related names {slug}, which is no other written entry"
        if draft.kind == "unwritten" and draft.slug in written:
            yield f"{draft.path}: the entry is written; delete this file"
    yield from _same_words(drafts)
    examples = ((str(draft.path), text) for draft in drafts for text in draft.examples)
    for (path, text), (other_path, other) in near_pairs(examples, {str(path) for path in only}):
        yield f'{path}: the example "{text}" is nearly "{other}" of {other_path}; keep the one that its answer fits better'


def lonely_topics(drafts: Sequence[Draft]) -> list[str]:
    """The topic labels that one file alone has: no mistake, but what a misspelt one looks like."""
    files: dict[str, int] = defaultdict(int)
    for draft in drafts:
        files[draft.card.get("topic", "").strip()] += 1
    return sorted(topic for topic, count in files.items() if topic and count == 1)


def _same_words(drafts: Sequence[Draft]) -> Iterator[str]:
    owners: dict[str, list[str]] = defaultdict(list)
    for draft in drafts:
        for said, place in _places(draft):
            owners[said].append(f"{draft.path} ({place})")
    for said, places in owners.items():
        if said and len(places) > 1:
            yield f'{places[0]}: "{said}" also stands in {", ".join(places[1:])}; keep it in one place'


def _places(draft: Draft) -> Iterator[tuple[str, str]]:
    """Everything that is learnt, tested with or put on a button; a title may be one of its own examples."""
    examples = [_said(text) for text in draft.examples]
    title = _said(draft.card.get("title", ""))
    if title not in examples:
        yield title, "the title"
    for said in examples:
        yield said, "an example"
    for text in draft.test_questions:
        yield _said(text), "a test question"


def _said(text: str) -> str:
    return " ".join(words(text))
