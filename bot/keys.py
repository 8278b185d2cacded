"""`python -m bot.keys`: the operator's command on the API keys of other servers."""

import argparse
import re
import sys
from collections.abc import Sequence

import sqlalchemy as sa

from bot.command import run
from bot.settings import Settings
from bot.storage.keys import READ, SCOPES, WRITE, KeyExists, Keys
from bot.storage.schema import connect

NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")


def name(text: str) -> str:
    """The name of a key, such as crm."""
    if NAME.fullmatch(text):
        return text
    raise argparse.ArgumentTypeError(
        f"{text!r} is no name; write 1 to 64 letters, digits, dots and dashes, such as crm"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit code: 0 done, 1 failed, 2 cannot be used like this."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.keys",
        description="Issues, lists and revokes API keys, in the database of BPO_BOT_DATABASE_URL.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    new = commands.add_parser("new", help="issue a key; it is shown once")
    new.add_argument("name", type=name, help="for whom it is, such as crm")
    new.add_argument(
        "--scope",
        nargs="+",
        action="extend",
        choices=SCOPES,
        help="what it may do: read conversations, write messages and feedback, erase conversations; without it read and write",
    )
    commands.add_parser("list", help="list the keys there are")
    revoke = commands.add_parser("revoke", help="make a key useless at once")
    revoke.add_argument("name", type=name, help="as it was issued")
    given = parser.parse_args(arguments)
    return run(lambda: done(given), away=sa.exc.SQLAlchemyError)


def done(given: argparse.Namespace) -> int:
    """Do what a command asks for."""
    keys = Keys(connect(Settings.from_environment().database_url))
    if given.command == "new":
        return issued(keys, given.name, given.scope or [READ, WRITE])
    return listed(keys) if given.command == "list" else revoked(keys, given.name)


def issued(keys: Keys, name: str, scopes: Sequence[str]) -> int:
    """Issue a key and show it."""
    try:
        key = keys.issue(name, scopes)
    except KeyExists:
        print(f"There is a key {name}. Take another name, or revoke that one first.", file=sys.stderr)
        return 1
    print("Keep it now, it is not shown again. Send it as `Authorization: Bearer <key>`.", file=sys.stderr)
    print(key)
    return 0


def listed(keys: Keys) -> int:
    """List the keys: name, scopes and day of issue, between tabs."""
    for key in keys.all():
        print(key.name, ",".join(key.scopes), f"{key.created:%Y-%m-%d}", sep="\t")
    return 0


def revoked(keys: Keys, name: str) -> int:
    """Revoke a key and say so."""
    if not keys.revoke(name):
        print(f"There is no key {name}.", file=sys.stderr)
        return 1
    print(f"Revoked {name}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
