"""The pictures of the report. Loads matplotlib when called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.report.names import Names
from bot.report.rate import FEW, Rate
from bot.report.report import Part, Report
from bot.report.svg import INK, LINE, PAGE, SHADES, SIZE, SOFT, as_svg, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAR = 0.46  # inches of a horizontal bar with the words above it
MOST_ENTRIES = 15
MOST_TICKS = 6
MARKS = ("o", "s", "^", "D")
SHARES: Mapping[str, Callable[[Part], int]] = {
    "answered": lambda part: part.activity.answered,
    "did you mean": lambda part: part.activity.offered,
    "not understood": lambda part: part.activity.not_understood,
    "declined": lambda part: part.activity.declined + part.activity.unwritten,
}

# A bar: its words, its figures in words, and the lengths of its parts.
Bar = tuple[str, str, tuple[int, ...]]


def pictures(report: Report, names: Names) -> dict[str, str]:
    """The pictures as SVG, by name; there is none of nothing, and none of a course of one week."""
    drawn = {}
    if len(report.by_week) > 1:
        drawn["weeks"] = _weeks(report)
        drawn["questions"] = _questions(report)
    bars = {
        "entries": ("The entries that answered most, with how often", _entries(report, names)),
        "assessments": ("In how many assessments each question was asked; light, where it was left", _asked(report)),
        "advised": ("In how many conversations each option was the last recommendation", _advised(report)),
    }
    return drawn | {name: _bars(name, words, rows) for name, (words, rows) in bars.items() if rows}


def _weeks(report: Report) -> str:
    figure = new_figure(4.4)
    for axes, what in zip(
        figure.subplots(2, 1, sharex=True, squeeze=False).flat, ("conversations", "messages"), strict=True
    ):
        floor = [0] * len(report.by_week)
        for channel, shade in zip(report.by_channel, _shades(len(report.by_channel)), strict=True):
            parts = [report.by_week_and_channel.get((week, channel), Part()) for week in report.by_week]
            heights = [getattr(part.activity, what) for part in parts]
            axes.bar(range(len(floor)), heights, 0.82, floor, color=shade, label=channel)
            floor = [below + height for below, height in zip(floor, heights, strict=True)]
        axes.set_title(what, loc="left", fontsize=SIZE, color=INK)
        _frame(axes, list(report.by_week))
    _legend(figure.axes[0], columns=3)
    return as_svg(figure, "weeks", "Conversations and messages a week, by channel; the table below has the numbers")


def _questions(report: Report) -> str:
    figure = new_figure(3.6)
    axes = figure.add_subplot()
    for (name, count), shade, mark in zip(SHARES.items(), SHADES, MARKS, strict=False):
        rates = [Rate(count(part), part.activity.questions) for part in report.by_week.values()]
        shares = [float("nan") if rate.share is None else rate.share for rate in rates]
        axes.plot(range(len(shares)), shares, color=shade, linewidth=1.6, label=name)
        for place, rate in enumerate(rates):
            face = PAGE if rate.few else shade
            axes.plot([place], shares[place : place + 1], mark, color=shade, markerfacecolor=face, markersize=4.5)
    axes.set(ylim=(0, 1.02))
    axes.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axes.set_title(f"shares of the questions (hollow: fewer than {FEW})", loc="left", fontsize=SIZE, color=INK)
    _frame(axes, list(report.by_week))
    _legend(axes, columns=2)
    return as_svg(
        figure, "questions", "What became of the questions, as shares a week; the table below has the numbers"
    )


def _entries(report: Report, names: Names) -> list[Bar]:
    return [(names.entry(one.faq), f"{one.answers:,}", (one.answers,)) for one in report.entries[:MOST_ENTRIES]]


def _asked(report: Report) -> list[Bar]:
    asked = sorted(report.questions, key=lambda one: Names.order(one.slot))
    return [
        (
            Names.question(one.slot),
            f"{one.asked:,}, left at {one.left:,} ({Rate(one.left, one.asked)})",
            (one.asked - one.left, one.left),
        )
        for one in asked
    ]


def _advised(report: Report) -> list[Bar]:
    by_option: dict[str, int] = {}
    for one in report.advised:
        by_option[one.option] = by_option.get(one.option, 0) + one.last
    rows = sorted(by_option.items(), key=lambda item: -item[1])
    return [(Names.option(option), f"{last:,}", (last,)) for option, last in rows]


def _bars(name: str, words: str, rows: Sequence[Bar]) -> str:
    figure = new_figure(BAR * len(rows) + 0.1)
    axes = figure.add_subplot()
    longest = max(1, *(sum(parts) for _, _, parts in rows))
    for place, (label, figures, parts) in enumerate(rows):
        left = 0
        for part, shade in zip(parts, SHADES, strict=False):
            axes.barh(place, part, 0.34, left, color=shade)
            left += part
        axes.text(0, place - 0.27, label, ha="left", va="bottom", fontsize=SIZE, color=INK)
        axes.text(longest, place - 0.27, figures, ha="right", va="bottom", fontsize=SIZE, color=SOFT)
    axes.set(xlim=(0, longest), ylim=(len(rows) - 0.7, -0.85))
    axes.axis("off")
    return as_svg(figure, name, f"{words}; the table below has the numbers")


def _frame(axes: Axes, mondays: Sequence[str]) -> None:
    step = -(-len(mondays) // MOST_TICKS)
    places = range(0, len(mondays), step)
    axes.set_xticks(places, [mondays[place][5:] if place else mondays[0] for place in places])
    axes.set_xlim(-0.6, len(mondays) - 0.4)
    axes.tick_params(length=0, labelsize=SIZE - 1, labelcolor=SOFT)
    axes.grid(axis="y", color=LINE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)


def _legend(axes: Axes, columns: int) -> None:
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.14),
        ncols=columns,
        fontsize=SIZE - 1,
        labelcolor=INK,
        frameon=False,
        borderpad=0,
        handlelength=1.2,
    )


def _shades(many: int) -> list[str]:
    """A shade each; from the seventh on they come again."""
    return [SHADES[place % len(SHADES)] for place in range(many)]
