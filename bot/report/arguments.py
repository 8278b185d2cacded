"""What the command is asked for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.report.period import ZONE, Period

SUMMARY, FEEDBACK = "summary", "feedback"
MOST = 20  # entries in a terminal, and of what visitors said

DESCRIPTION = """\
What visitors asked, what came of it, and what they thought of it, from the database of BPO_BOT_DATABASE_URL:
messages and conversations a week and channel, questions per entry, those without an answer, choices offered and taken,
thumbs down with their reasons, assessments and the questions they were left at, recommendations, hand-offs to a person.
`feedback` lists every answer that got a thumbs down, with the question before it, and nothing else."""

EPILOG = f"""\
Days and weeks are those of {ZONE}; a week begins on Monday. Counted is what is stored: conversations that were forgotten or
purged are in no number. E-mail addresses, links and long numbers are masked in what visitors wrote; names are not.

  python -m bot.report --weeks 4
  python -m bot.report --since 2026-10-01 --until 2026-12-31 --html quarter.html
  python -m bot.report feedback --channel browser"""


@dataclass(frozen=True)
class Arguments:
    """What is to be written, of which time and channel, and how. `most` is how much of long lists is written."""

    what: str
    period: Period
    channel: str | None
    html: Path | None
    json: bool
    most: int | None
    up: bool


def read(arguments: Sequence[str] | None, today: date) -> Arguments:
    """Read the arguments; end with a word on how to use the command where they cannot be."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.report",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", nargs="?", choices=(SUMMARY, FEEDBACK), default=SUMMARY, help="default: summary")
    period = parser.add_argument_group("period (default: all that is stored)")
    period.add_argument("--since", type=_day, metavar="DATE", help="from this day on, such as 2026-11-01")
    period.add_argument("--until", type=_day, metavar="DATE", help="up to the end of this day")
    period.add_argument("--weeks", type=_number, metavar="N", help="the last N weeks, the present one included")
    parser.add_argument("--channel", metavar="NAME", help="only one channel: browser, rest, ...")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write it as one page with pictures")
    parser.add_argument("--json", action="store_true", help="print the counts as one JSON object")
    parser.add_argument(
        "--most",
        type=_number,
        metavar="N",
        help=f"list at most N entries in the terminal, and N of what visitors said (default {MOST}; of feedback all)",
    )
    parser.add_argument("--up", action="store_true", help="feedback: list what got a thumbs up instead")
    given = parser.parse_args(arguments)
    feedback = given.what == FEEDBACK
    if feedback and given.html:
        parser.error("--html writes the whole report; leave out feedback")
    if given.up and not feedback:
        parser.error("--up goes with feedback")
    if given.weeks and (given.since or given.until):
        parser.error("give --weeks, or --since and --until")
    if given.since and given.until and given.since > given.until:
        parser.error("--since is later than --until")
    chosen = Period.latest(given.weeks, today) if given.weeks else Period(given.since, given.until)
    most = given.most or (None if feedback else MOST)
    return Arguments(given.what, chosen, given.channel, given.html, given.json, most, given.up)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write one such as 2026-11-01") from None


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 10_000:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 9999")
