"""`python -m bot.assessment`: advice on a profile, and the owner's commands. Only here is the storage known; it is lent."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.assessment.commands import CommandError, exporting, recommending, weighing
from bot.command import NO_DATABASE, run
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.assessment.export import Stored

PROGRAM = "python -m bot.assessment"
COMMANDS = {
    "sensitivity": "Tell what changes on the development cases when one weight, rule or fit of the tables is another.",
    "export": "Write the stored assessments of the database (BPO_BOT_DATABASE_URL), oldest first, as CSV or JSON.",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or advise on a profile; return the exit code: 0 done, 1 failed, 2 cannot be used like this."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    command = given.pop(0) if given and given[0] in COMMANDS else None
    options = _parser(command).parse_args(given)
    if command == "sensitivity":
        return run(lambda: weighing.run(options), CommandError)
    if command == "export":
        return run(lambda: exporting.run(options, stored), CommandError)
    return run(lambda: recommending.run(options), CommandError)


def stored(since: datetime | None) -> Iterator[Stored]:
    """The stored assessments since a moment. Raises CommandError where the database does not answer, SettingsError."""
    from bot.storage import Repository, StorageError, connect

    try:
        yield from Repository(connect(Settings.from_environment().database_url)).assessments(since)
    except StorageError as error:
        raise CommandError(f"{NO_DATABASE}{error}") from None


def _parser(command: str | None) -> argparse.ArgumentParser:
    """The parser of a command, or the one of a profile, whose help tells of the commands too."""
    if command is not None:
        parser = argparse.ArgumentParser(prog=f"{PROGRAM} {command}", description=COMMANDS[command])
        (weighing if command == "sensitivity" else exporting).add_to(parser)
        return parser
    listed = "\n".join(f"  {PROGRAM} {name} --help\n      {text}" for name, text in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Print the recommendation for a profile, as JSON.",
        epilog=f"commands, instead of a profile:\n{listed}\n\nA profile of such a name is written ./export.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    recommending.add_to(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
