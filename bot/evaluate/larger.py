"""The product with more entries than it has: a copy of its sources, filled up with entries that are made up."""

import shutil
from pathlib import Path

import yaml

from bot.faq.files import DATA

NEEDED = ("bot", "actions", "data")
EXAMPLES = 20  # of an entry, which is as many as an entry must have
SYLLABLES = ("ba", "ko", "ri", "tu", "ne", "zo", "la", "mi", "du", "se")


def enlarge(folder: Path, entries: int) -> None:
    """Copy the sources into a folder, and repeat its entries under made-up names until there are so many."""
    for name in NEEDED:
        shutil.copytree(name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    faq = folder / DATA / "faq"
    known = sorted(faq.glob("*.yml"))
    for number in range(len(known), entries):
        path, word = known[number % len(known)], _word(number)
        document = yaml.safe_load(path.read_text("utf-8"))
        [block] = document["nlu"]
        slug = f"{path.stem}_{word}"
        block["intent"] = f"faq/{slug}"
        block["metadata"]["title"] = f"{block['metadata']['title']} ({word})"
        lines = [line for line in block["examples"].splitlines() if line.strip()][:EXAMPLES]
        block["examples"] = "".join(f"{line} {word}\n" for line in lines)
        document["responses"] = {f"utter_faq/{slug}": next(iter(document["responses"].values()))}
        (faq / f"{slug}.yml").write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")


def _word(number: int) -> str:
    """A word that no language has, another one for each number below 10,000."""
    return "".join(SYLLABLES[int(digit)] for digit in f"{number:04}")
