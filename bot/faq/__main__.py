"""`python -m bot.faq`: the content owner's commands. Only here are the other rooms known; the commands are lent them."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.command import run
from bot.faq.catalog import CatalogError
from bot.faq.commands import CommandError, Rooms, asking, checking, reading, writing
from bot.faq.facts import FactError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.faq.asked import Question
    from bot.faq.vectors import Array
    from bot.recognition.encoder import Encoder


def main(arguments: Sequence[str] | None = None, rooms: Rooms | None = None) -> int:
    """Run a command; return the exit code: 0 done, 1 failed or mistakes found, 2 cannot be used like this."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.faq",
        description="Works on the curated answers: data/nlu/faq, one file each, and the facts in data/facts.",
        epilog="docs/authoring.md shows how an answer is written.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for group in (writing, checking, reading, asking):
        group.add_to(commands)
    options = parser.parse_args(arguments)
    lent = rooms or Rooms(encode, encode_kept, unanswered)
    return run(lambda: int(options.run(options, lent)), CommandError, CatalogError, FactError)


def encode(texts: Sequence[str]) -> "Array":
    """Sentence vectors of texts as the bot sees them."""
    from bot.recognition.normaliser import clean

    return _encoder().encode_all([clean(text) for text in texts])


def encode_kept(texts: Sequence[str]) -> "Array":
    """The same, each text only once ever: the vectors are kept beside the encoder's graph."""
    from bot.faq.vectors import KeptVectors
    from bot.recognition.encoder import GRAPH_NAME, cache_folder

    return KeptVectors(cache_folder() / f"faq-vectors-{Path(GRAPH_NAME).stem}.npz", encode, _tell)(texts)


def unanswered(since: datetime | None) -> "Sequence[Question]":
    """The unanswered questions of the database. Raises CommandError where it does not answer, SettingsError."""
    from bot.storage import Repository, StorageError, connect

    try:
        engine = connect(Settings.from_environment().database_url)
        return Repository(engine).unanswered(limit=None, since=since)
    except StorageError as error:
        raise CommandError(f"The database does not answer: {error}") from None


@lru_cache(maxsize=1)
def _encoder() -> "Encoder":
    from bot.recognition.encoder import Encoder

    try:
        return Encoder.load()
    except RuntimeError as error:  # the weights are missing, or the processor is too old
        raise CommandError(str(error)) from None


def _tell(done: int, total: int) -> None:
    end = "\n" if done == total else ""
    print(f"\rencoding examples, once: {done} of {total}", end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
