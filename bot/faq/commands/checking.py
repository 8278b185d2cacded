"""`check`: mistakes in the files, and examples that compete."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from bot.faq.check import check, notes, read_drafts
from bot.faq.commands import CommandError, Commands, Rooms
from bot.faq.files import DATA, entry_files


def add_to(commands: Commands) -> None:
    """Add the commands to the parser."""
    parser = commands.add_parser(
        "check",
        help="list every mistake with what to write instead, or the examples that compete",
        description="Lists every mistake of every entry and fact, each with what to write instead. "
        "Exit code 0: no mistakes; 1: mistakes.",
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="only these: paths, or slugs (default: all)")
    parser.add_argument(
        "--collisions",
        action="store_true",
        help="instead, pairs of examples of different entries that mean nearly the same, the nearest first "
        "(the first time every example is encoded, which takes minutes; then seconds)",
    )
    parser.add_argument(
        "--at-least", type=float, metavar="COSINE", help="with --collisions: how near, from 0 to 1 (default 0.93)"
    )
    parser.set_defaults(run=run)


def run(options: Namespace, rooms: Rooms) -> int:
    """Check."""
    paths = [entry_file(name) for name in options.files]
    if options.collisions:
        return show_collisions(paths, options.at_least, rooms)
    problems = check(DATA, paths)
    for problem in problems:
        print(problem, file=sys.stderr)
    for note in notes() if not paths else ():
        print(f"note: {note}")
    print("no problems" if not problems else f"{len(problems)} problem{'s' if len(problems) > 1 else ''}")
    return 1 if problems else 0


def show_collisions(paths: Sequence[Path], at_least: float | None, rooms: Rooms) -> int:
    """Print the pairs; they are a matter of judgment, and no failure."""
    from bot.faq.collisions import NEAR, Example, collisions

    drafts, problems = read_drafts()
    for problem in problems:
        print(problem, file=sys.stderr)
    examples = [Example(text, draft.slug) for draft in drafts for text in draft.examples]
    vectors = rooms.encode_kept([example.text for example in examples])
    of = frozenset(path.stem for path in paths)
    found = collisions(examples, vectors, of, NEAR if at_least is None else at_least)
    for pair in found:
        one, other = (pair.other, pair.one) if of and pair.one.slug not in of else (pair.one, pair.other)
        print(f"{pair.likeness:.3f}  {one.slug}: {one.text}\n       {other.slug}: {other.text}")
    print(f"{len(found)} pair{'' if len(found) == 1 else 's'}")
    return 1 if problems else 0


def entry_file(name: str) -> Path:
    """The entry's file that a path or a slug names."""
    files = entry_files()
    for path in files:
        if name == path.stem or Path(name).resolve() == path.resolve():
            return path
    raise CommandError(f"{name} is no entry; write a slug, or the path of a file right in {DATA}/faq")
