"""`python -m bot.storage`: the operator's commands on what the bot remembers."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.command import run
from bot.settings import Settings
from bot.storage.backlog import backlog
from bot.storage.backup import CannotBackUp, back_up
from bot.storage.engine import create_engine
from bot.storage.failures import failures, retry
from bot.storage.forgetting import UnderWay, erase, purge, untouched_since
from bot.storage.handoffs import Handoffs
from bot.storage.leases import DELIVERED, FAILED, WAITING, Leases
from bot.storage.outbox import Outbox
from bot.storage.schema import CannotMigrate, connect, migrate
from bot.storage.stream import Stream

OPERATOR = "operator"
# What waits: its kind, what it is, and what the command counts.
QUEUES = {
    "handoffs": (Handoffs, "hand-offs", "conversations were handed over, wait, or failed"),
    "outbox": (Outbox, "messages", "messages to Slack wait, or failed"),
    "stream": (Stream, "turns", "turns wait for the event broker, or failed"),
}


def days(text: str) -> timedelta:
    """A number of days greater than 0, such as 90 or 0.5."""
    try:
        number = float(text)
        if number > 0:
            return timedelta(days=number)
    except (ValueError, OverflowError):
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is not a number of days; write one greater than 0, such as 90")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit code: 0 done, 1 failed, 2 cannot be used like this."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.storage",
        description="Looks after what the bot remembers, in the database of BPO_BOT_DATABASE_URL.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    forgetting = commands.add_parser("forget", help="remove everything of one conversation")
    forgetting.add_argument("conversation", help="its id: the `sender` of its messages")
    purging = commands.add_parser("purge", help="remove all conversations that nobody touched for some days")
    purging.add_argument("--older-than", type=days, required=True, metavar="DAYS", help="such as 90")
    purging.add_argument("--dry-run", action="store_true", help="say how many there are, remove none")
    for name, (_, _, counted) in QUEUES.items():
        waiting = commands.add_parser(name, help=f"how many {counted}")
        waiting.add_argument("--retry", action="store_true", help="have a running server try the failed ones again")
    failed = commands.add_parser("messages", help="which messages of visitors failed, and how many wait")
    failed.add_argument("--retry", action="store_true", help="have a running server answer those that nothing followed")
    commands.add_parser(
        "migrate", help="bring the schema up to date, as every start of a server does, and say what was done"
    )
    backing = commands.add_parser("backup", help="copy an SQLite database while servers use it")
    backing.add_argument("file", type=Path, help="the copy; must not exist yet")
    given = parser.parse_args(arguments)
    return run(lambda: done(given), CannotBackUp, CannotMigrate, away=sa.exc.SQLAlchemyError)


def done(given: argparse.Namespace) -> int:
    """Do what a command asks for."""
    url = Settings.from_environment().database_url
    if given.command == "migrate":
        print(migrate(create_engine(url)))
        return 0
    engine = connect(url)
    if given.command == "forget":
        return forgotten(engine, given.conversation)
    if given.command == "backup":
        print(f"{back_up(engine, given.file)} bytes in {given.file}.")
        return 0
    if given.command == "messages":
        return received(engine, given.retry)
    if given.command in QUEUES:
        kind, what, _ = QUEUES[given.command]
        return standing(kind(engine, OPERATOR, 0.0), what, given.retry)
    return purged(engine, datetime.now(UTC) - given.older_than, given.dry_run)


def forgotten(engine: sa.engine.Engine, conversation: str) -> int:
    """Forget a conversation and say so."""
    try:
        rows = erase(engine, conversation)
    except UnderWay as error:
        print(f"Nothing was removed: {error}. Try again in a minute.", file=sys.stderr)
        return 1
    if not rows:
        print("Nothing is stored of this conversation.", file=sys.stderr)
        return 1
    print(f"Removed {rows} rows.")
    return 0


def purged(engine: sa.engine.Engine, moment: datetime, dry_run: bool) -> int:
    """Purge and say so."""
    if dry_run:
        print(f"{len(untouched_since(engine, moment))} conversations would be removed.")
        return 0
    conversations, rows = purge(engine, moment)
    print(f"Removed {conversations} conversations, {rows} rows.")
    return 0


def received(engine: sa.engine.Engine, again: bool) -> int:
    """Say which messages failed, without their texts, once those that may be answered wait again if that is wished."""
    if again:
        print(f"{retry(engine)} failed messages will be tried again.")
    left = failures(engine)
    print(f"{backlog(engine).messages.many} waiting; {len(left)} failed")
    for one in left:
        after = "" if one.last else ", and more was said after it"
        print(f"message {one.number} of {one.received:%Y-%m-%d %H:%M:%S} on {one.channel} in {one.conversation}{after}")
    return 0


def standing(waiting: Leases, what: str, retry: bool) -> int:
    """Say how deliveries stand, once the failed ones wait again if that is wished."""
    if retry:
        print(f"{waiting.retry()} failed {what} will be tried again.")
    counts = waiting.counts()
    known = (state for state in (WAITING, DELIVERED, FAILED) if state in waiting.states)
    print("; ".join(f"{counts.get(state, 0)} {state}" for state in known))
    return 0


if __name__ == "__main__":
    sys.exit(main())
