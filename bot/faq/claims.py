"""What is wrong with the claims of an answer: each sentence rests on facts, and every figure stands in one of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.faq.draft import Draft
from bot.faq.facts import RELIABILITY, Fact

OURS = "ours"  # stands for a sentence that claims nothing: advice, a question back, a word about the bot
_END = r"(?:(?<=[.?])|(?<=[.?][\"')]))"
_SENTENCE = re.compile(rf"{_END}(?<!\b[A-Z]\.)(?<!\bvs\.)(?<!\bInc\.)\s+(?=[\"'(]?[A-Z0-9$])")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_ALWAYS = "24/7"  # a word, not a figure


def claim_problems(draft: Draft, facts: Mapping[str, Fact]) -> Iterator[str]:
    """The problems of `rests_on`, of the facts that the sources list, and of the figures in the answer."""
    if not draft.answers or "rests_on" not in draft.card:
        return  # said already
    said = sentences(draft.answers[0])
    if len(said) != len(draft.rests_on):
        yield (
            f"rests_on has {len(draft.rests_on)} lines and the answer {len(said)} sentences; "
            f'write one line a sentence: ids of facts, or "{OURS}" for one that claims nothing'
        )
        return
    for number, line in enumerate(draft.rests_on, 1):
        if not cited_by(line) and line.strip() != OURS:
            yield f'line {number} of rests_on is empty; write ids of facts, or "{OURS}"'
    cited = sorted({fact_id for line in draft.rests_on for fact_id in cited_by(line)})
    for fact_id in cited:
        yield from _citation(fact_id, facts.get(fact_id))
    for sentence, line in zip(said, draft.rests_on, strict=True):
        yield from _figures(sentence, _known_figures(draft, [facts[one] for one in cited_by(line) if one in facts]))
    yield from _listing(draft, facts, cited)


def sentences(text: str) -> list[str]:
    """The sentences of an answer."""
    return [sentence for sentence in _SENTENCE.split(text.strip()) if sentence]


def cited_by(line: str) -> list[str]:
    """The ids of facts in a line of `rests_on`."""
    return [word for word in re.split(r"[\s,]+", line) if word and word != OURS]


def figures(text: str) -> set[str]:
    """The numbers of a text as digits, without separators of thousands: "1,200" and "1200" are one figure."""
    return {found.replace(",", "") for found in _FIGURE.findall(text.replace(_ALWAYS, ""))}


def _citation(fact_id: str, fact: Fact | None) -> Iterator[str]:
    if fact is None:
        yield f"rests_on names {fact_id}, which is no fact; `python -m bot.faq facts` lists those of data/facts"
    elif not fact.citable:
        why = fact.caution if fact.reliability != "D" else RELIABILITY["D"]
        yield f"rests_on names {fact_id}, which must not be cited ({why}); rest on another fact, or drop the claim"


def _known_figures(draft: Draft, cited: Sequence[Fact]) -> set[str]:
    """The figures of facts, and the years of the sources that this entry gives for them."""
    ids = {fact.id for fact in cited}
    years = " ".join(str(source.get("year")) for source in draft.sources if ids & set(source["facts"]))
    return figures(" ".join([years, *(fact.text for fact in cited)]))


def _figures(sentence: str, known: set[str]) -> Iterator[str]:
    missing = figures(sentence) - known
    if missing:
        yield (
            f'"{sentence}" has the figure {", ".join(sorted(missing))}, which stands in none of the facts it rests on; '
            "cite the fact that has it, or leave the figure out"
        )


def _listing(draft: Draft, facts: Mapping[str, Fact], cited: Sequence[str]) -> Iterator[str]:
    listed = {fact_id for source in draft.sources for fact_id in source["facts"]}
    for fact_id in sorted(set(cited) - listed):
        yield f"rests_on names {fact_id}, and no source lists it; add it to the facts of its source"
    for fact_id in sorted(listed - set(cited)):
        yield f"a source lists the fact {fact_id}, and no sentence rests on it; cite it in rests_on, or take it out"
    for source in draft.sources:
        for fact in (facts[fact_id] for fact_id in source["facts"] if fact_id in facts):
            if not _gives(source, fact):
                yield (
                    f"the source {source.get('title')} lists {fact.id}, whose source is {fact.place} ({fact.year}); "
                    "write that one, or list the fact elsewhere"
                )


def _gives(source: Mapping[str, Any], fact: Fact) -> bool:
    """Whether a source is the one of a fact, or a further place that says the same."""
    place, year = source.get("url") or source.get("document"), source.get("year")
    if not place or (type(year) is not int and year != "undated"):
        return True  # said already
    return place in fact.also or (place, year) == (fact.place, fact.year)
