"""`new` and `page`: files that are written."""

import sys
from argparse import Namespace
from datetime import date
from pathlib import Path

from bot.faq.catalog import FaqCatalog
from bot.faq.commands import CommandError, Commands, Rooms, unknown
from bot.faq.files import DATA, SLUG
from bot.faq.headings import heading_of_topics, listed_topics
from bot.faq.page import page
from bot.faq.scaffold import scaffold


def add_to(commands: Commands) -> None:
    """Add the commands to the parser."""
    new = commands.add_parser(
        "new",
        help="begin an entry: a file that says what to write where",
        description=f"Writes {DATA}/faq/SLUG.yml, with a TODO wherever something is to be written.",
    )
    new.add_argument("slug", metavar="SLUG", help="the question in lower case with underscores, such as what_is_bpo")
    new.add_argument("--title", help="the question as a person would ask it (default: made from the slug)")
    new.add_argument("--topic", help="a topic of those that there are (without one, they are printed)")
    new.set_defaults(run=write_entry)
    html = commands.add_parser(
        "page",
        help="write all answers as one web page",
        description="Writes all answers as one static web page, by topic, with sources and a glossary, and with "
        "schema.org data for search engines. It needs no other file.",
    )
    html.add_argument("--out", type=Path, metavar="FILE", help="the file to write (default: print it)")
    html.set_defaults(run=write_page)


def write_entry(options: Namespace, _rooms: Rooms) -> int:
    """Write a new entry's file."""
    if not SLUG.fullmatch(options.slug):
        raise CommandError(f"{options.slug} is no slug; write lower case with underscores, such as what_is_bpo")
    if options.topic is not None and options.topic not in heading_of_topics():
        error = unknown("topic", options.topic, list(heading_of_topics()))
        raise CommandError(
            f"{error}\nThe topics, by heading (bot/faq/headings.yml takes a new one):\n{listed_topics()}"
        )
    if not (DATA / "faq").is_dir():
        raise CommandError(f"there is no folder {DATA}/faq here; run this in the project's own folder")
    unwritten = DATA / "unwritten" / f"{options.slug}.yml"
    if unwritten.exists():
        raise CommandError(f"{unwritten} is this topic; docs/authoring.md says how it becomes an answer")
    path = DATA / "faq" / f"{options.slug}.yml"
    title = options.title.strip() if options.title else None
    _write(path, scaffold(options.slug, title, date.today(), options.topic), "x")
    print(f"{path}: replace every TODO in it, then run `python -m bot.faq check {options.slug}`")
    if options.topic is None:
        print(f"Its topic is one of these, by heading:\n{listed_topics()}")
    return 0


def write_page(options: Namespace, _rooms: Rooms) -> int:
    """Write or print the page."""
    html = page(FaqCatalog.load())
    if options.out is None:
        sys.stdout.write(html)
    else:
        _write(options.out, html, "w")
        print(f"{options.out}: written")
    return 0


def _write(path: Path, text: str, mode: str) -> None:
    try:
        with path.open(mode, encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise CommandError(f"{path} exists; edit it, or choose another slug") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}") from None
