"""Which mentions are denied: "no phones", "not overseas", "cards are not needed", "patient calls stay in house"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.clauses import Clause
from bot.reading.cues import match_at, word_list
from bot.reading.mention import Mention

_REACH = 6  # words a denial reaches forward


def denied(mention: Mention, clauses: Sequence[Clause], mentions: Sequence[Mention], words: list[str]) -> bool:
    """Whether the mention is denied in its clause, or in a list whose first part is denied."""
    index = next((i for i, c in enumerate(clauses) if c.start <= mention.start < c.end), None)
    if index is None:
        return False
    clause = clauses[index]
    if _before(mention, clause, mentions, words) or _after(mention, clause, words):
        return True
    if index == 0 or clauses[index - 1].sentence != clause.sentence:
        return False
    # "no cards, health or bank data", "no calls, chats or emails": the list goes on.
    previous = [
        m for m in mentions if m.key == mention.key and clauses[index - 1].start <= m.start < clauses[index - 1].end
    ]
    goes_on = words[clause.start] in ("or", "nor") or "or" in clause.words[: mention.end - clause.start + 2]
    bare = mention.start - clause.start <= 1 and words[clause.start - 1] == ","
    return bare and goes_on and any(denied(m, clauses, mentions, words) for m in previous)


def _before(mention: Mention, clause: Clause, mentions: Sequence[Mention], words: list[str]) -> bool:
    at = max(clause.start, mention.start - _REACH)
    while at < mention.start:
        said = words[at : clause.end]
        length = match_at(said, 0, "denial_phrases") or (1 if said[0] in word_list("denials") else 0)
        lifted = said[0] == "except" and mention.key == "peaks"  # "calm except for tax season"
        if not length or lifted or match_at(said, 0, "not_denials") or _consumed(at, mention, mentions):
            at += 1
            continue
        between = words[at + length : mention.start]
        if not any(word in word_list("denial_stops") for word in between):
            return True
        at += length
    return False


def _consumed(at: int, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether the denying word is part of what another mention says ("no exceptions", "not sensitive")."""
    told = [m for m in mentions if m.key != "location_strength"]  # "will not accept anything abroad"
    return any(m.start <= at < m.end and not m.overlaps(mention) for m in told)


def _after(mention: Mention, clause: Clause, words: list[str]) -> bool:
    for gap in (0, 1):
        at = mention.end + gap
        if at < clause.end:
            length = match_at(words[: clause.end], at, "denied_after")
            # a bare "not" or "no" must end the clause: "phones not"
            if length > 1 or (length == 1 and at + 1 == clause.end):
                return True
    return False
