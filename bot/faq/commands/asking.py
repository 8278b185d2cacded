"""`unanswered`: what to write next."""

import json
from argparse import Namespace
from datetime import UTC, datetime, timedelta

from bot.faq.commands import Commands, Rooms
from bot.faq.commands.reading import whole


def add_to(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "unanswered",
        help="list what visitors asked and got no answer to, most asked first",
        description="Lists the unanswered questions of the database (BPO_BOT_DATABASE_URL), those that are alike together, "
        "most asked first, with the label that came nearest.",
    )
    parser.add_argument("--since", type=whole, metavar="DAYS", help="only the last DAYS days (default: all)")
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.set_defaults(run=run)


def run(options: Namespace, rooms: Rooms) -> int:
    """Print the questions."""
    from bot.faq.asked import asked_most

    since = None if options.since is None else datetime.now(UTC) - timedelta(days=options.since)
    found = asked_most(rooms.questions(since), rooms.encode)
    if options.json:
        print(json.dumps([asked.as_json() for asked in found], indent=2, ensure_ascii=False))
        return 0
    for asked in found:
        guess = f"{asked.guess} {asked.score or 0:.2f}" if asked.guess else "nothing"
        print(f"{asked.count:>4}  {asked.wordings[0]}\n      nearest: {guess}; last asked {asked.last.date()}")
        for wording in asked.wordings[1:]:
            print(f"      {wording}")
    if not found:
        print("no unanswered questions")
    return 0
