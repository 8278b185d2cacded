"""`export`: the stored assessments, for the owner."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain, islice
from typing import TextIO, TypeAlias

from bot.assessment.commands import CommandError
from bot.assessment.export import Stored, write_csv, write_json

WRITERS = {"csv": write_csv, "json": write_json}

# The assessments stored since a moment, oldest first, read as they are asked for.
Assessments: TypeAlias = Callable[[datetime | None], Iterator[Stored]]


def add_to(parser: ArgumentParser) -> None:
    """Add the arguments to the parser."""
    parser.add_argument("--format", choices=WRITERS, default="csv", help="UTF-8 both (default csv)")
    parser.add_argument("--since", type=_moment, metavar="DATE", help="only from DATE on, such as 2026-11-01 (UTC)")
    parser.add_argument("--output", metavar="FILE", help="write to FILE (default: standard output)")
    parser.add_argument(
        "--conversations", action="store_true", help="also whose each is; leave it out when the file leaves your hands"
    )


def run(options: Namespace, assessments: Assessments) -> int:
    """Write the assessments one by one; say on standard error when there are none."""
    stored = assessments(options.since)
    # The first is read before the file is opened, so that a database that does not answer costs no earlier export.
    first = list(islice(stored, 1))
    try:
        with _open(options.output) as file:
            WRITERS[options.format](chain(first, stored), file, options.conversations)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CommandError(f"{options.output or 'standard output'}: cannot be written: {error.strerror}") from None
    if not first:
        print("No assessments are stored" + (" since then." if options.since else "."), file=sys.stderr)
    return 0


@contextmanager
def _open(path: str | None) -> Iterator[TextIO]:
    # Standard output by its number, since both formats are UTF-8 whatever the locale, and CSV has line ends of its own.
    target = sys.stdout.fileno() if path is None else path
    with open(target, "w", encoding="utf-8", newline="", closefd=path is not None) as file:
        yield file


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date; write one such as 2026-11-01") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
