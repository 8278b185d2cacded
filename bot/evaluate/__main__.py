"""`python -m bot.evaluate FILE.tsv ...`: plays each question as a visitor would, through the whole dialogue, and scores slugs."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import requests

from bot.evaluate.cases import Case, CaseError, read_cases
from bot.evaluate.page import PAGE, Report
from bot.evaluate.players import OpenPlayer, Player, new_conversation, open_player
from bot.evaluate.report import as_text, summarise
from bot.evaluate.score import Played, judge
from bot.faq import CatalogError, FaqCatalog
from bot.model.train import TrainingFailed
from bot.quiet import hush
from bot.settings import SettingsError


def play(cases: list[Case], player: Player, catalog: FaqCatalog) -> list[Played]:
    """Play every case in a conversation of its own, its previous entry asked first."""
    played = []
    watched = player if isinstance(player, OpenPlayer) else None
    for number, case in enumerate(cases, 1):
        conversation = new_conversation()
        if case.previous and case.previous in catalog:
            player.send(conversation, catalog[case.previous].title)
        replies = player.send(conversation, case.question)
        guess = watched.guess(conversation) if watched else None
        played.append(judge(case, replies, guess))
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
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FOLDER",
        help=f"also write FOLDER/{PAGE} with pictures; it quotes no question",
    )
    given = parser.parse_args(arguments)
    hush("WARNING")
    try:
        catalog = FaqCatalog.load()
        files: list[tuple[Path | None, list[Case]]] = [(path, read_cases(path)) for path in given.files]
        files = files or [(None, own_cases(catalog))]
        if given.report:
            given.report.mkdir(parents=True, exist_ok=True)  # what cannot be written is better known before the play
        with open_player(given.url) as player:
            played = play([case for _, cases in files for case in cases], player, catalog)
            threshold = player.threshold if isinstance(player, OpenPlayer) else None
        if given.report:
            counts = [(path, len(cases)) for path, cases in files]
            Report(player.name, counts, played, frozenset(catalog), threshold).write(given.report)
    except (CaseError, CatalogError, SettingsError, TrainingFailed, OSError, requests.RequestException) as error:
        print(error, file=sys.stderr)
        return 1
    summary: dict[str, Any] = summarise(played, frozenset(catalog))
    print(json.dumps(summary, indent=1, ensure_ascii=False) if given.json else as_text(summary))
    return 0


if __name__ == "__main__":
    sys.exit(main())
