"""`python -m bot.faq`: the content owner's commands."""

import argparse
import sys

from bot.faq.catalog import CatalogError, FaqCatalog
from bot.faq.check import check, notes


def main() -> int:
    """Run a command."""
    parser = argparse.ArgumentParser(prog="python -m bot.faq", description="Works on the curated answers in data/nlu.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="validate every file, and list every problem with what to write instead")
    commands.add_parser("list", help="list the entries: slug and title")
    given = parser.parse_args()
    return list_entries() if given.command == "list" else check_entries()


def list_entries() -> int:
    """Print slugs and titles."""
    try:
        catalog = FaqCatalog.load()
    except CatalogError as error:
        print(error, file=sys.stderr)
        return 1
    for entry in catalog.values():
        print(f"{entry.slug:<40} {entry.title}")
    return 0


def check_entries() -> int:
    """Print problems, which fail, and notes, which do not."""
    problems = check()
    for problem in problems:
        print(problem, file=sys.stderr)
    for note in notes():
        print(f"note: {note}")
    print("no problems" if not problems else f"{len(problems)} problem{'s' if len(problems) > 1 else ''}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
