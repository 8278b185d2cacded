"""Which work is wanted, beside what only describes an answer to another question."""

from __future__ import annotations

from bot.reading.cues import word_list
from bot.reading.mention import Mention
from bot.reading.message import Part

_WORK_OF = {unit: ["customer_support"] for unit in ("calls", "chats", "emails", "tickets", "contacts")}
_WORK_OF |= {"invoices": ["finance_accounting"], "claims": ["data_entry"], "documents": ["data_entry"]}


def implied_work(part: Part, unit: str | None) -> list[str]:
    """The work an opening message implies: "support", or a business with its calls, invoices or claims."""
    if any(m.key == "ambiguous.work" and part.words[m.start : m.end] == ["support"] for m in part.mentions):
        return ["customer_support"]
    if not word_list("business") & part.said():
        return []
    return _WORK_OF.get(unit or "", [])


def named_work(said: list[str]) -> list[str]:
    """The work named; "our call center provider" alone stands for customer support."""
    named = [work for work in said if work != "implied"]
    return named or (["customer_support"] if said else [])


def wants(words: list[str]) -> bool:
    """Whether a clause asks for more work or channels, whatever question it answers."""
    return bool(word_list("wanted") & set(words)) or words[-1] in ("too", "also")


def without_echo(mentions: list[Mention], part: Part) -> list[Mention]:
    """Mentions less a bare "phone" or "software" beside a named kind of work ("order taking by phone")."""
    kept: list[Mention] = []
    for mention in mentions:
        sentence = part.clause_of[mention].sentence
        beside = any(m.key == "work" and not m.asked_only and part.clause_of[m].sentence == sentence for m in mentions)
        joined = {
            *part.words[mention.start - 1 : mention.start],
            *part.words[mention.end : mention.end + 1],
        } & word_list("listed")
        by = part.words[mention.start - 1 : mention.start] in (["by"], ["via"], ["over"], ["through"])  # "by phone"
        if not (mention.asked_only and mention.key == "work" and (by or (beside and not joined))):
            kept.append(mention)
    return kept
