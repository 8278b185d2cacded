"""`python -m bot.evaluate.widget_bench`: our widget beside those of npm, in one run: size, and time until it can be used.

All are served from memory by one server on this machine, compressed, to the same Chromium on an emulated slow device and
network, with nothing cached; by turns, in another order each round. Prints a table, or writes a page.
"""

import argparse
import statistics
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from bot.evaluate.chromium import FLAGS, chromium
from bot.evaluate.loading import ALONE, DOWN, LATENCY, SETTLE, SLOWDOWN, UP, Visit, visit
from bot.evaluate.npm import NpmError
from bot.evaluate.socket import listening
from bot.evaluate.widgets import Widget, widgets

HEAD = (
    "widget",
    "license",
    "files",
    "KB",
    "to ours",
    "first control, ms",
    "to ours",
    "writing, ms",
    "to ours",
    "blocked, ms",
)
ROUNDS = 7


def measure(rounds: int, executable: str) -> tuple[list[tuple[Widget, list[Visit]]], str]:
    """Visit each widget once a round, after one round to warm up; the visits, and the version of Chromium."""
    with ExitStack() as stack:
        found = widgets(stack.enter_context(listening()))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=executable, args=[*FLAGS, ALONE])
        stack.callback(browser.close)
        visits: list[list[Visit]] = [[] for _ in found]
        for number in range(rounds + 1):
            for turn in range(len(found)):
                place = (turn + number) % len(found)
                made = visit(browser, found[place])
                visits[place] += [made] if number else []
            print(f"round {number} of {rounds}", file=sys.stderr)
        return list(zip(found, visits, strict=True)), browser.version


def row(widget: Widget, visits: Sequence[Visit], ours: Sequence[Visit]) -> str:
    """A line of the table; a median has its range behind it."""

    def median(of: Sequence[Visit], name: str) -> float:
        return float(statistics.median(getattr(one, name) for one in of))

    def times(name: str) -> str:
        values = [getattr(one, name) for one in visits]
        return f"{median(visits, name):.0f} ({min(values):.0f} to {max(values):.0f})"

    def ratio(name: str) -> str:
        return f"{median(visits, name) / median(ours, name):.1f}"

    cells = [
        f"{widget.name} {widget.version}",
        widget.license,
        str(len(visits[0].loaded)),
        f"{visits[0].bytes / 1000:.1f}",
    ]
    cells += [ratio("bytes"), times("control"), ratio("control"), times("input"), ratio("input"), times("blocked")]
    return f"| {' | '.join(cells)} |"


def table(measured: Sequence[tuple[Widget, Sequence[Visit]]]) -> str:
    """All of them, in Markdown."""
    ours = measured[0][1]
    lines = [f"| {' | '.join(HEAD)} |", "| --- " * len(HEAD) + "|"]
    return "\n".join(lines + [row(widget, visits, ours) for widget, visits in measured])


def processor() -> str:
    """The name of this machine's processor, as far as the kernel tells."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def page(measured: Sequence[tuple[Widget, Sequence[Visit]]], version: str, rounds: int) -> str:
    """The table with what a reader has to know."""
    others = [f"{widget.name} ({', '.join(asked)})" for widget, visits in measured if (asked := visits[0].elsewhere)]
    return f"""# The widget beside others

Written by `python -m bot.evaluate.widget_bench --write docs/quality/widget.md`; run that again instead of editing it.
{date.today():%Y-%m-%d}, {processor()}, Chromium {version}; the processor slowed down {SLOWDOWN} times, {DOWN} kbit/s down,
{UP} kbit/s up, {LATENCY} ms until an answer begins. Medians of {rounds} visits with an empty cache, by turns, with their ranges.

{table(measured)}

- **KB**: thousands of bytes of all files that a visit loads, each by `gzip -9`, without the page itself.
- **First control**: from navigation until the launcher is there, nothing lies over it, and it is clicked. Without a launcher
  it is the same as writing.
- **Writing**: until the opened input takes a letter.
- **Blocked**: what tasks took above 50 ms each, from navigation to {SETTLE / 1000:.0f} s after writing.

The same for all: page, server, compression, device, network, browser. No bot answers. Requests to other hosts are refused at
once and not counted: {", ".join(others) or "none"}.

Not the same is what they do. Ours replays the conversation, waits out a lost connection and shows the same in all tabs.
deep-chat has no launcher and stands open in the page, so that no panel is opened in its times; it reads files and sound and
knows the services of many vendors.
rasa-webchat hides until its socket is connected, unless told otherwise, as here; even so it takes no letter before, and what
it connects to only confirms the session. chatroom and rasa-webchat bring React with them.
"""


def main(arguments: list[str] | None = None) -> int:
    """Print the table, or write the page."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.evaluate.widget_bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"visits of each widget ({ROUNDS})")
    parser.add_argument("--write", type=Path, metavar="PAGE.md", help="write a page (default: print the table)")
    given = parser.parse_args(arguments)
    executable = chromium()
    try:
        if executable is None:
            raise NpmError("there is no Chromium on this machine")
        measured, version = measure(given.rounds, executable)
    except (NpmError, Error, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if given.write is None:
        print(table(measured))
        return 0
    given.write.write_text(page(measured, version, given.rounds), "utf-8")
    print(f"Written to {given.write}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
