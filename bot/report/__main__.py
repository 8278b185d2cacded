"""`python -m bot.report`: the owner's report, and the answers that were judged."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.command import run
from bot.faq import FaqCatalog
from bot.faq.catalog import CatalogError
from bot.report.arguments import SUMMARY, Arguments, read
from bot.report.names import Names
from bot.report.outcomes import judged
from bot.report.period import ZONE
from bot.report.report import Report, collect, judgment_dict, judgments
from bot.report.sections import sections, title
from bot.report.text import as_text
from bot.settings import Settings
from bot.storage import StorageError, connect
from bot.storage.details import Details
from bot.storage.figures import Figures
from bot.storage.ledger import Scope
from bot.storage.posting import ledger


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the report; return the exit code: 0 done, 1 failed, 2 cannot be used like this."""
    now = datetime.now(UTC)
    given = read(arguments, now.date())
    return run(lambda: written(given, now), CatalogError, away=StorageError)


def written(given: Arguments, now: datetime) -> int:
    """Collect what is asked for and write it."""
    settings = Settings.from_environment()
    names = Names({slug: entry.title for slug, entry in FaqCatalog.load().items()})
    scope = Scope(given.period.since, given.period.until, given.channel)
    summary = given.what == SUMMARY
    with ledger(connect(settings.database_url), scope, replies=summary) as rows:
        details = Details(rows, scope, now)
        if not summary:
            return write_feedback(given, details, names)
        report = collect(Figures(rows, scope, now), details, given.period, given.channel, now, given.most)
    return write_report(given, report, names, settings.owner.name)


def write_report(given: Arguments, report: Report, names: Names, owner: str | None) -> int:
    """Write the report as asked: a page into a file, or JSON or tables to standard output."""
    parts = sections(report, names)
    if given.html:
        from bot.report.html import as_html
        from bot.report.plots import pictures

        made = f"Made on {report.made:%Y-%m-%d at %H:%M} {ZONE}"
        page = as_html(title(report), owner or "The bot's report", made, parts, pictures(report, names))
        try:
            given.html.write_text(page, "utf-8")
        except OSError as error:
            print(f"{given.html}: cannot be written: {error.strerror}", file=sys.stderr)
            return 1
        print(f"Wrote {given.html}.", file=sys.stderr)
    if given.json:
        print(json.dumps(report.to_dict(), indent=2, ensure_ascii=False))
    elif not given.html:
        print(as_text(title(report), parts, given.most))
    sys.stdout.flush()
    return 0


def write_feedback(given: Arguments, details: Details, names: Names) -> int:
    """Print every answer that was judged so, the latest judgment first."""
    found = judgments(details, given.up, given.most)
    if given.json:
        print(json.dumps([judgment_dict(one) for one in found], indent=2, ensure_ascii=False))
    else:
        print(as_text(f"Feedback: {given.period.words}", [judged(found, given.up, names)], None))
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
