"""`python -m bot.evaluate FILE.tsv ...`: plays each question as a visitor would, through the whole dialogue, and scores slugs."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import requests

from bot.evaluate.cases import Case, CaseError, read_cases
from bot.evaluate.players import Player, new_conversation, open_player
from bot.evaluate.report import as_text, summarise
from bot.evaluate.score import Played, judge
from bot.faq import CatalogError, FaqCatalog
from bot.model.train import TrainingFailed
from bot.quiet import hush
from bot.settings import SettingsError


def play(cases: list[Case], player: Player, catalog: FaqCatalog) -> list[Played]:
    """Play every case in a conversation of its own, its previous entry asked first."""
    played = []
    for number, case in enumerate(cases, 1):
        conversation = new_conversation()
        if case.previous and case.previous in catalog:
            player.send(conversation, catalog[case.previous].title)
        played.append(judge(case, player.send(conversation, case.question)))
        if sys.stderr.isatty() or number % 50 == 0 or number == len(cases):
            print(f"\r{number} of {len(cases)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return played


def own_cases(catalog: FaqCatalog) -> list[Case]:
    """The project's own held-out questions: the test questions of the cards."""
    written = [
        Case(q, (frozenset({entry.slug}),), "test question", None, f"{entry.slug}.yml")
        for entry in catalog.values()
        for q in entry.test_questions
    ]
    declined = [
        Case(q, (frozenset({"decline"}),), "unwritten", None, f"{topic.slug}.yml")
        for topic in catalog.unwritten.values()
        for q in topic.test_questions
    ]
    return written + declined


def main(arguments: list[str] | None = None) -> int:
    """Evaluate from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.evaluate",
        description="Plays questions through the whole dialogue and scores the entries that answer.",
        epilog="A file needs a header with question (or message) and slugs (or expected); slugs: a|b + c. "
        "Without a file: the project's own held-out questions.",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.tsv")
    parser.add_argument("--url", help="a running bot, such as http://localhost:5005 (default: in this process)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(arguments)
    hush("WARNING")
    try:
        catalog = FaqCatalog.load()
        cases = [case for path in given.files for case in read_cases(path)] or own_cases(catalog)
        with open_player(given.url) as player:
            played = play(cases, player, catalog)
    except (CaseError, CatalogError, SettingsError, TrainingFailed, OSError, requests.RequestException) as error:
        print(error, file=sys.stderr)
        return 1
    summary: dict[str, Any] = summarise(played, frozenset(catalog))
    print(json.dumps(summary, indent=1, ensure_ascii=False) if given.json else as_text(summary))
    return 0


if __name__ == "__main__":
    sys.exit(main())
