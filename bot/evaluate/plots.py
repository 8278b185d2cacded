"""The pictures of a report. Each function writes one PNG; matplotlib is loaded only then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.evaluate.calibration import Calibration
from bot.evaluate.confusion import Matrix
from bot.evaluate.coverage import Point
from bot.evaluate.score import interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, RED, GREY = "#1f5fa8", "#c0392b", "#8a8a8a"
DPI = 110
INCHES = 0.2  # a row of the matrix
LABELS = 2.9  # inches beside the matrix for the names


def draw_confusions(shown: Matrix, path: Path) -> None:
    """Draw which entries are taken for which: blue is right, red is not."""
    n = len(shown.names)
    size = n * INCHES + LABELS
    figure, axes = _figure(size, size)
    for row, counts in enumerate(shown.counts):
        for column, count in enumerate(counts):
            if count:
                _cell(axes, row, column, count)
    axes.set(xlim=(-0.5, n - 0.5), ylim=(n - 0.5, -0.5), aspect="equal")
    axes.set_xticks(range(n), shown.names, rotation=90, fontsize=8)
    axes.set_yticks(range(n), shown.names, fontsize=8)
    axes.set_xlabel("answered, or offered first")
    axes.set_ylabel("expected")
    axes.set_axisbelow(True)
    axes.grid(color="#eeeeee")
    _save(figure, path)


def _cell(axes: Axes, row: int, column: int, count: int) -> None:
    from matplotlib.patches import Rectangle

    colour = BLUE if row == column else RED
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, color=colour, alpha=min(0.25 + 0.15 * count, 0.9)))
    axes.text(column, row, str(count), ha="center", va="center", fontsize=8)


def draw_reliability(calibration: Calibration, path: Path) -> None:
    """Draw confidence against the share right, each bin with its 95% interval and its count."""
    figure, axes = _figure(6.5, 5.5)
    axes.plot([0, 1], [0, 1], "--", color=GREY, label="as sure as right")
    for one in calibration.bins:
        axes.plot([one.confidence] * 2, interval(one.right, one.n), color=BLUE, alpha=0.4, linewidth=3)
        axes.annotate(
            f"{one.right}/{one.n}", (one.confidence, one.share), (7, -11), textcoords="offset points", fontsize=8
        )
    axes.plot(
        [one.confidence for one in calibration.bins],
        [one.share for one in calibration.bins],
        "o-",
        color=BLUE,
        label="share right, as right/all; bars: 95% intervals",
    )
    axes.set(xlim=(0, 1.13), ylim=(-0.04, 1.04))
    axes.set_xlabel("confidence of the likeliest label (mean of its bin)")
    axes.set_ylabel("share right")
    axes.set_title(f"expected calibration error {calibration.error:.3f}, {calibration.n} messages", fontsize=10)
    axes.legend(loc="lower right", fontsize=8)
    axes.grid(color="#eeeeee")
    _save(figure, path)


def draw_coverage(points: Sequence[Point], now: Point | None, path: Path) -> None:
    """Draw how much is answered against how much of that is wrong, with the present threshold on the curve."""
    figure, axes = _figure(6.5, 5.5)
    axes.step(
        [point.coverage for point in points], [point.risk for point in points], where="post", color=BLUE, linewidth=1.5
    )
    if now:
        axes.plot(now.coverage, now.risk, "o", color=RED)
        axes.annotate(
            f"now: {now.wrong} wrong\nof {now.answered} answered",
            (now.coverage, now.risk),
            (-8, 12),
            textcoords="offset points",
            ha="right",
            fontsize=9,
            color=RED,
        )
    axes.set(xlim=(0, 1), ylim=(0, max(0.1, 1.1 * max(point.risk for point in points))))
    axes.set_xlabel("share of messages answered with an entry")
    axes.set_ylabel("share wrong among the answered")
    axes.grid(color="#eeeeee")
    _save(figure, path)


def draw_pairs(pairs: Mapping[str, Mapping[str, float]], unit: str, path: Path) -> None:
    """Draw bars, one of each side for each kind."""
    figure, axes = _figure(6.5, 1 + len(pairs))
    for place, sides in enumerate(pairs.values()):
        for offset, (side, value) in enumerate(sides.items()):
            bar = axes.barh(
                place + 0.38 * offset, value, 0.34, color=(BLUE, GREY)[offset], label=None if place else side
            )
            axes.bar_label(bar, fmt="%.1f", padding=3, fontsize=9)
    axes.set_yticks([place + 0.19 for place in range(len(pairs))], list(pairs))
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set_xlabel(unit)
    axes.legend(frameon=False)
    _save(figure, path)


def draw_waits(sides: Mapping[str, Mapping[int, float]], across: str, unit: str, path: Path) -> None:
    """Draw how something grows, a line for each side; both axes are logarithmic."""
    figure, axes = _figure(6.5, 4)
    for (side, values), color in zip(sides.items(), (BLUE, GREY), strict=True):
        axes.loglog(list(values), list(values.values()), "o-", color=color, label=side)
    ticks = sorted({place for values in sides.values() for place in values})
    axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    axes.minorticks_off()
    axes.set_xlabel(across)
    axes.set_ylabel(unit)
    axes.grid(color="#eeeeee")
    axes.legend(frameon=False)
    _save(figure, path)


def _figure(width: float, height: float) -> tuple[Figure, Axes]:
    """A figure of its own, outside of pyplot's state, so that no display is looked for."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path, dpi=DPI)
