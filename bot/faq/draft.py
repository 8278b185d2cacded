"""An entry as its author wrote it, taken apart without trusting it: what has the wrong type is a problem, not a crash."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.faq.files import read_document

CARD = {
    "faq": {"title", "topic", "related", "sources", "rests_on", "reviewed", "notes", "test_questions"},
    "unwritten": {"title", "topic", "name", "test_questions"},
}
OPTIONAL = {"notes"}
_TEXTS = ("title", "topic", "name", "notes")
_SOURCE_TEXTS = ("title", "url", "document")
_KINDS = {dict: "a mapping", list: "a list", str: "text", bool: "yes or no", int: "a number", float: "a number"}


@dataclass(frozen=True)
class Draft:
    """One file. Everything has its type; `problems` says what was missing or of another type, and what to write."""

    path: Path
    document: Mapping[str, Any]
    block: Mapping[str, Any]
    card: Mapping[str, Any]
    lines: tuple[str, ...]
    test_questions: tuple[str, ...]
    related: tuple[str, ...]
    sources: tuple[Mapping[str, Any], ...]
    rests_on: tuple[str, ...]
    responses: Mapping[str, Any]
    variants: tuple[Mapping[str, Any], ...]
    problems: tuple[str, ...]

    @property
    def kind(self) -> str:
        """`faq` or `unwritten`, as the folder is named."""
        return self.path.parent.name

    @property
    def slug(self) -> str:
        """The slug, as the file is named."""
        return self.path.stem

    @property
    def examples(self) -> tuple[str, ...]:
        """What Rasa learns from: the lines that begin with a dash."""
        return examples_of("\n".join(self.lines))

    @property
    def answers(self) -> list[str]:
        """The texts for all channels; an entry in order has one."""
        return [
            variant["text"] for variant in self.variants if "channel" not in variant and variant.get("text", "").strip()
        ]


def examples_of(block: str) -> tuple[str, ...]:
    """The phrasings of a Rasa `examples: |` block. Like Rasa, it drops lines without a dash."""
    phrasings = (line[1:].strip() for line in block.splitlines() if line.startswith("-"))
    return tuple(phrasing for phrasing in phrasings if phrasing)


def read_draft(path: Path) -> Draft:
    """Take a file apart. Raises bot.faq.files.Unreadable for what is no entry at all."""
    document = read_document(path)
    typed = _Types()
    block = document["nlu"][0]
    card = typed.mapping("metadata", block.get("metadata"))
    for name in sorted(CARD[path.parent.name] - OPTIONAL - set(card)):
        typed.problems.append(f"metadata lacks {name}")
    responses = typed.mapping("responses", document.get("responses"))
    sources = typed.mappings("sources", card.get("sources"))
    key = f"utter_{path.parent.name}/{path.stem}"
    return Draft(
        path=path,
        document=document,
        block=block,
        card=typed.with_texts("metadata: ", card, _TEXTS),
        lines=typed.lines(block.get("examples")),
        test_questions=typed.texts("the test questions", card.get("test_questions")),
        related=typed.texts("related", card.get("related")),
        sources=tuple(
            {
                **typed.with_texts("a source's ", source, _SOURCE_TEXTS),
                "facts": typed.texts("a source's facts", source.get("facts")),
            }
            for source in sources
        ),
        rests_on=typed.texts("rests_on", card.get("rests_on")),
        responses=responses,
        variants=tuple(
            typed.with_texts("an answer's ", one, ("text",)) for one in typed.mappings(key, responses.get(key))
        ),
        problems=tuple(typed.problems),
    )


class _Types:
    """Gives values the type they should have, and remembers where they had another."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def _refuse(self, where: str, value: Any, instead: str) -> None:
        kind = _KINDS.get(type(value), "empty" if value is None else f"a {type(value).__name__}")
        self.problems.append(f"{where}: this is {kind}; write {instead}")

    def mapping(self, where: str, value: Any) -> dict[str, Any]:
        if value is not None and not isinstance(value, dict):
            self._refuse(where, value, "`key: value`, one a line")
        return value if isinstance(value, dict) else {}

    def mappings(self, where: str, value: Any) -> list[dict[str, Any]]:
        return list(self._items(where, value, dict, "a list, each item with a dash and `key: value` lines"))

    def texts(self, where: str, value: Any) -> tuple[str, ...]:
        return tuple(self._items(where, value, str, 'a list, each item on a line with a dash: - "..."'))

    def _items(self, where: str, value: Any, kind: type, instead: str) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            self._refuse(where, value, instead)
            value = [value]
        for item in value:
            if not isinstance(item, kind):
                self._refuse(f"{where}, the item {item}", item, "it in double quotes" if kind is str else instead)
        return [item for item in value if isinstance(item, kind)]

    def lines(self, value: Any) -> tuple[str, ...]:
        if value is None or isinstance(value, str):
            return tuple((value or "").splitlines())
        self._refuse("examples", value, "`examples: |` and below it one example a line, each with a dash")
        return tuple(f"- {item}" for item in value) if isinstance(value, list) else ()

    def with_texts(self, where: str, mapping: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
        """The mapping with text under all of `names` that it has."""
        typed = dict(mapping)
        for name in names:
            value = typed.get(name)
            if value is not None and not isinstance(value, str):
                self._refuse(f"{where}{name}", value, "it in double quotes")
            if name in typed and not isinstance(value, str):
                typed[name] = "" if value is None else str(value)
        return typed
