"""The examples of the training data, without Rasa."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

DATA = Path("data/nlu")


@dataclass(frozen=True)
class Labelled:
    """A text with its label."""

    text: str
    label: str


def read_examples(folder: Path = DATA) -> list[Labelled]:
    """Read all that is learnt from; the cards' `test_questions` are not."""
    examples = []
    for label, card, texts in blocks(folder):
        if "title" in card:
            examples.append(Labelled(card["title"], label))
        examples += [Labelled(text, label) for text in texts]
    return examples


def blocks(folder: Path = DATA) -> Iterator[tuple[str, dict[str, Any], list[str]]]:
    """Every intent block of every file: its label, its card and its examples."""
    for path in sorted(folder.rglob("*.yml")):
        for block in yaml.safe_load(path.read_text("utf-8")).get("nlu", ()):
            card = block.get("metadata") or {}
            label = f"{block['intent']}/{card['kind']}" if "kind" in card else block["intent"]
            yield label, card, texts_of(block)


def texts_of(block: Mapping[str, Any]) -> list[str]:
    """The example texts of an intent block; as for Rasa, a line without a dash is none."""
    lines = (line.strip() for line in block["examples"].splitlines())
    return [line.removeprefix("-").strip() for line in lines if line.startswith("-")]
