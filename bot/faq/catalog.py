"""The curated answers: one file each, native Rasa YAML, `data/nlu/faq/<slug>.yml`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.faq.draft import Draft, read_draft
from bot.faq.entry import FaqEntry, Source, UnwrittenTopic
from bot.faq.files import DATA, Unreadable, entry_files


class CatalogError(ValueError):
    """Some files cannot be read as entries; the message lists every one."""


class FaqCatalog(Mapping[str, FaqEntry]):
    """All entries by slug, and the unwritten topics."""

    def __init__(self, entries: Mapping[str, FaqEntry], unwritten: Mapping[str, UnwrittenTopic] | None = None) -> None:
        self._entries = dict(entries)
        self.unwritten = dict(unwritten or {})

    @classmethod
    def load(cls, data: Path = DATA) -> "FaqCatalog":
        """Read `data/faq/*.yml` and `data/unwritten/*.yml`; raise CatalogError naming every file that cannot be read."""
        entries: dict[str, FaqEntry] = {}
        unwritten: dict[str, UnwrittenTopic] = {}
        problems: list[str] = []
        for path in entry_files(data):
            try:
                draft = read_draft(path)
                _refuse_incomplete(draft)
            except Unreadable as error:
                problems.append(f"{path}: {error}")
                continue
            if draft.kind == "faq":
                entries[draft.slug] = _entry(draft)
            else:
                unwritten[draft.slug] = _unwritten(draft)
        if problems:
            raise CatalogError("\n".join(problems))
        return cls(entries, unwritten)

    def __getitem__(self, slug: str) -> FaqEntry:
        return self._entries[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def topics(self) -> dict[str, list[FaqEntry]]:
        """Entries by topic label, in the order of the slugs."""
        grouped: dict[str, list[FaqEntry]] = {}
        for entry in self._entries.values():
            grouped.setdefault(entry.topic, []).append(entry)
        return grouped


def _refuse_incomplete(draft: Draft) -> None:
    problems = list(draft.problems)
    if draft.kind == "faq" and not draft.answers:
        problems.append(f"has no answer for all channels; write one under utter_faq/{draft.slug} without `channel:`")
    if problems:
        raise Unreadable("; ".join(problems))


def _entry(draft: Draft) -> FaqEntry:
    card = draft.card
    return FaqEntry(
        slug=draft.slug,
        title=card["title"],
        topic=card["topic"],
        answer=draft.answers[0],
        related=draft.related,
        sources=tuple(
            Source(
                title=source.get("title", ""),
                year=source.get("year", "undated"),
                url=source.get("url"),
                document=source.get("document"),
                facts=source["facts"],
            )
            for source in draft.sources
        ),
        rests_on=draft.rests_on,
        reviewed=str(card["reviewed"]),
        test_questions=draft.test_questions,
        examples=draft.examples,
        notes=card.get("notes", ""),
    )


def _unwritten(draft: Draft) -> UnwrittenTopic:
    card = draft.card
    return UnwrittenTopic(
        slug=draft.slug,
        title=card["title"],
        topic=card["topic"],
        name=card["name"],
        test_questions=draft.test_questions,
        examples=draft.examples,
    )
