"""Copies of the product's sources: with more entries than it has, or with fewer examples."""

import shutil
from pathlib import Path

import yaml

from bot.faq.files import DATA
from bot.recognition.data import texts_of

NEEDED = ("bot", "actions", "data")
EXAMPLES = 20  # of an entry, which is as many as an entry must have
SYLLABLES = ("ba", "ko", "ri", "tu", "ne", "zo", "la", "mi", "du", "se")


def copy(folder: Path) -> list[Path]:
    """Copy the sources into a folder; the files of its entries there."""
    for name in NEEDED:
        shutil.copytree(name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return sorted((folder / DATA / "faq").glob("*.yml"))


def thin(folder: Path, each: int) -> None:
    """Copy the sources into a folder, with so many examples of each entry."""
    for path in copy(folder):
        document = yaml.safe_load(path.read_text("utf-8"))
        for block in document["nlu"]:
            block["examples"] = "".join(f"- {text}\n" for text in texts_of(block)[:each])
        path.write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")


def enlarge(folder: Path, entries: int) -> None:
    """Copy the sources into a folder, and repeat its entries under made-up names until there are so many."""
    known = copy(folder)
    for number in range(len(known), entries):
        path, word = known[number % len(known)], _word(number)
        document = yaml.safe_load(path.read_text("utf-8"))
        [block] = document["nlu"]
        slug = f"{path.stem}_{word}"
        block["intent"] = f"faq/{slug}"
        block["metadata"]["title"] = f"{block['metadata']['title']} ({word})"
        block["examples"] = "".join(f"- {text} {word}\n" for text in texts_of(block)[:EXAMPLES])
        document["responses"] = {f"utter_faq/{slug}": next(iter(document["responses"].values()))}
        path.with_name(f"{slug}.yml").write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")


def _word(number: int) -> str:
    """A word that no language has, another one for each number below 10,000."""
    return "".join(SYLLABLES[int(digit)] for digit in f"{number:04}")
