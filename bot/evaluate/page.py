"""The report for readers: `quality.md` and its pictures. No question is quoted: a yardstick must stay unknown."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.evaluate.calibration import Bet, Calibration, bets
from bot.evaluate.confusion import Confusion, confusions, matrix
from bot.evaluate.coverage import Point, at, curve
from bot.evaluate.plots import draw_confusions, draw_coverage, draw_reliability
from bot.evaluate.report import summarise
from bot.evaluate.score import OUTCOMES, RATES, RIGHT, Played

PAGE, PICTURES = "quality.md", "quality"  # within the report's folder
CHOSEN_ON = Path("data/calibration")  # what `make calibrate` chooses thresholds on
OWN = "the cards' own test questions"
MOST_PAIRS, MOST_NAMES = 25, 40


@dataclass(frozen=True)
class Report:
    """What was played.

    `files` come with their numbers of questions, None being the test questions of the cards; `threshold` is the present one,
    None when it is not known.
    """

    bot: str
    files: Sequence[tuple[Path | None, int]]
    played: Sequence[Played]
    written: frozenset[str]
    threshold: float | None = None

    @cached_property
    def summary(self) -> dict[str, Any]:
        """All counts and rates."""
        return summarise(self.played, self.written)

    @cached_property
    def confusions(self) -> list[Confusion]:
        """Pairs of entries, worst first."""
        return confusions(self.played)

    @cached_property
    def bets(self) -> list[Bet]:
        """What is known of confidence; none for a bot behind a URL."""
        return bets(self.played)

    @cached_property
    def points(self) -> list[Point]:
        """The risk-coverage curve."""
        return curve(self.bets)

    @property
    def now(self) -> Point | None:
        """Where the present threshold is on the curve."""
        return None if self.threshold is None else at(self.threshold, self.points)

    def write(self, folder: Path) -> None:
        """Write the page and its pictures; raises OSError."""
        pictures = folder / PICTURES
        pictures.mkdir(parents=True, exist_ok=True)
        for old in pictures.glob("*.png"):
            old.unlink()
        if self.confusions:
            draw_confusions(matrix(self.played, self.confusions, MOST_NAMES), pictures / "confusions.png")
        if self.bets:
            draw_reliability(Calibration.of(self.bets), pictures / "reliability.png")
        if self.points:
            draw_coverage(self.points, self.now, pictures / "coverage.png")
        (folder / PAGE).write_text(self.page(), "utf-8")

    def page(self) -> str:
        """The page."""
        parts = [_head(self), _rates(self.summary), _styles(self.summary), _confusions(self.confusions)]
        parts += [_misses(self.summary["all"]), _calibration(self), _coverage(self)]
        return "\n".join(line for part in parts for line in (*part, ""))[:-1] + "\n"


def _head(report: Report) -> list[str]:
    paths = [path for path, _ in report.files if path]
    command = shlex.join([".venv/bin/python", "-m", "bot.evaluate", *map(_name, paths), "--report", "docs"])
    lines = [
        "# How well the bot recognizes questions",
        "",
        "Every question is played through the whole dialogue, as a visitor would type it. This page and its pictures are "
        f"written by `{command}`; run that again instead of editing them.",
        "",
        f"Answering: {report.bot}. Intervals are Wilson's, 95%.",
        "",
        *_table(("questions of", "n"), [(f"`{_name(path)}`" if path else OWN, n) for path, n in report.files]),
    ]
    if any(CHOSEN_ON.resolve() in path.resolve().parents for path in paths):
        lines += [
            "",
            f"The thresholds were chosen on the questions of `{CHOSEN_ON}/`, which flatters the figures a little.",
        ]
    return lines


def _name(path: Path) -> str:
    """A path within the project; of a file elsewhere only the name."""
    whole, here = path.resolve(), Path.cwd()
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else path.name


def _rates(summary: Mapping[str, Any]) -> list[str]:
    everything, built = summary["all"], summary["built"]
    lines = ["## Rates", "", *_table(("", "count", "rate", "interval", "mean of entries"), _rate_rows(built))]
    lines += ["", f"{built['n']} questions, for {len(summary['by_entry'])} entries or kinds of reply. "]
    lines[-1] += "The rate weighs every question the same, the mean of entries every entry."
    if everything["n"] > built["n"]:
        lines[-1] += f" {everything['n'] - built['n']} more ask for what has no entry yet; with them:"
        lines += ["", *_table(("", "count", "rate", "interval"), (row[:4] for row in _rate_rows(everything)))]
    return lines


def _rate_rows(row: Mapping[str, Any]) -> list[tuple[str, ...]]:
    return [
        (
            rate.replace("_", " "),
            f"{row[f'{rate}_count']} of {row['n']}",
            f"{row[f'{rate}_rate']:.1%}",
            _interval(row, rate),
            f"{row.get(f'{rate}_macro', 0):.1%}",
        )
        for rate in RATES
    ]


def _interval(row: Mapping[str, Any], rate: str) -> str:
    low, high = row[f"{rate}_interval"]
    return f"{low:.1%} to {high:.1%}"


def _styles(summary: Mapping[str, Any]) -> list[str]:
    rows = [
        (
            name,
            row["n"],
            *(f"{row[f'{rate}_count']} ({row[f'{rate}_rate']:.1%})" for rate in RATES),
            _interval(row, "right_first"),
        )
        for name, row in summary["by_style"].items()
    ]
    heads = ("style", "n", *(rate.replace("_", " ") for rate in RATES), "interval of right first")
    return ["## Per style", "", *_table(heads, rows)]


def _confusions(found: Sequence[Confusion]) -> list[str]:
    if not found:
        return ["## Pairs to tell apart", "", "No entry was taken for another."]
    rows = [(f"`{pair.expected}`", f"`{pair.got}`", pair.answered, pair.offered) for pair in found[:MOST_PAIRS]]
    shown = f"The worst {MOST_PAIRS} of {len(found)} pairs." if len(found) > MOST_PAIRS else f"All {len(found)} pairs."
    return [
        "## Pairs to tell apart",
        "",
        f"{shown} Where several entries are acceptable, the first in the alphabet stands for them.",
        "",
        *_table(("expected", "got instead", "answered", "offered first"), rows),
        "",
        f"![Which entries are taken for which]({PICTURES}/confusions.png)",
    ]


def _misses(row: Mapping[str, Any]) -> list[str]:
    missed = [(outcome.replace("_", " "), row[outcome]) for outcome in OUTCOMES if outcome != RIGHT]
    total = sum(count for _, count in missed)
    return ["## Misses", "", *_table(("outcome", "n"), [*missed, (f"all, of {row['n']} questions", total)])]


def _calibration(report: Report) -> list[str]:
    if not report.bets:
        return ["## Calibration", "", "Not known: these replies carry no confidence. A bot played in process tells it."]
    calibration = Calibration.of(report.bets)
    rows = [(f"{one.confidence:.2f}", one.n, one.right, f"{one.share:.1%}") for one in calibration.bins]
    return [
        "## Calibration",
        "",
        f"Expected calibration error: {calibration.error:.3f}, on {calibration.n} messages that ask one thing and stand alone. "
        "Right is here a likeliest label that is acceptable, whatever the dialogue made of it.",
        "",
        *_table(("mean confidence", "n", "right", "share right"), rows),
        "",
        f"![Confidence and share right]({PICTURES}/reliability.png)",
    ]


def _coverage(report: Report) -> list[str]:
    if not report.points:
        return ["## Risk and coverage", "", "Not known without confidence, or nothing was recognized as an entry."]
    lines = [
        "## Risk and coverage",
        "",
        "What would be answered with an entry, and how much of that wrongly, if only the answer threshold moved.",
        "",
        f"![Share answered and share wrong]({PICTURES}/coverage.png)",
    ]
    if report.now:
        now = report.now
        lines[2] += (
            f" At the present {report.threshold:g}: {now.answered} of {now.n} answered ({now.coverage:.1%}), "
            f"{now.wrong} of these wrongly ({now.risk:.1%})."
        )
    return lines


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A table in Markdown."""
    return [_row(heads), _row(["---"] * len(heads)), *(_row(row) for row in rows)]


def _row(cells: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"
