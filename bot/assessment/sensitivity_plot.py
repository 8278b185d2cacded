"""The picture of a sensitivity analysis: a map of how much of each lead hangs on each number. Loads matplotlib when called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.assessment.parameter import RULE, WEIGHT
from bot.assessment.sensitivity import Decision, Effect, Sensitivity
from bot.assessment.sensitivity_report import by_parameter

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, FAINT, PALE, UNUSED, RED = "#222222", "#666666", "#b5b5b5", "#f1f1f1", "#c0392b"
DPI = 130
CELL = (0.74, 0.33)  # inches
ROOM = (3.2, 4.6)  # inches beside and around the two maps, for names and titles
NARROWEST = 11  # inches, for the title
KINDS = (WEIGHT, RULE)  # the fits are too many for a picture


def draw_sensitivity(found: Sensitivity, path: Path) -> None:
    """Draw the analysis as PNG or SVG, by the ending of `path`. Raises OSError when it cannot be written."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    maps = [
        ("Which option", _columns(found.options), _rows(found.on_options)),
        ("Which place, the options kept as they are", _columns(found.places), _rows(found.on_places)),
    ]
    maps = [(title, decisions, rows) for title, decisions, rows in maps if decisions]
    heights = [len(rows) + 1 for _, _, rows in maps]
    columns = max(len(decisions) for _, decisions, _ in maps)
    size = (max(columns * CELL[0] + ROOM[0], NARROWEST), sum(heights) * CELL[1] + ROOM[1])
    figure = Figure(figsize=size, layout="constrained", facecolor="white")  # of its own: no display is looked for
    FigureCanvasAgg(figure)
    figure.suptitle(
        f"How much of each lead hangs on one number: points lost when it moves by {100 * found.share:g}%",
        fontsize=15,
        fontweight="bold",
        color=INK,
    )
    parts = figure.subplots(len(maps), 1, height_ratios=heights, squeeze=False)
    for axes, (title, decisions, rows) in zip(parts.flat, maps, strict=True):
        _draw_map(axes, title, decisions, rows)
    figure.supxlabel(
        "Darker: more of the lead is lost, by the worse of a move down and a move up. Red: all of it, so another one wins. "
        "Gray: the number is not used.\nA moved weight makes the others of its table give way. "
        "Cases in which only one is allowed are left out.",
        fontsize=9.5,
        color=FAINT,
    )
    figure.savefig(path, dpi=DPI)


def _columns(decisions: Sequence[Decision]) -> list[Decision]:
    """Decisions with something to choose, those by one table together, the closest first."""
    open_ones = [decision for decision in decisions if decision.lead is not None]
    return sorted(open_ones, key=lambda decision: (decision.scores.model, decision.lead))


def _rows(effects: Sequence[Effect]) -> list[list[Effect]]:
    rows = [group for kind in KINDS for group in by_parameter(effects, kind)]
    return sorted(rows, key=lambda group: (KINDS.index(group[0].parameter.kind), _table(group[0])))


def _table(effect: Effect) -> str:
    """The table of a weight, the rule of a rule's points: rows of a kind are kept in the order of these."""
    return effect.parameter.name.split(".")[0]


def _draw_map(axes: Axes, title: str, decisions: Sequence[Decision], rows: Sequence[Sequence[Effect]]) -> None:
    axes.set_title(title, fontsize=12, loc="left", color=INK, pad=10)
    axes.set(xlim=(-0.5, len(decisions) - 0.5), ylim=(len(rows) + 0.5, -0.5), facecolor=UNUSED)
    axes.axhspan(-0.5, 0.5, color="white")
    for column, decision in enumerate(decisions):
        _write(axes, 0, column, f"{decision.lead:.1f}", INK, "bold")
        for row, group in enumerate(rows, 1):
            for effect in group:
                if effect.decision is decision:
                    _draw_cell(axes, row, column, effect)
    heads = [f"{decision.label}  {decision.winner}" for decision in decisions]
    axes.set_xticks(range(len(decisions)), heads, rotation=35, ha="left", rotation_mode="anchor", fontsize=9.5)
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(rows) + 1), ["lead, in points", *(_name(group[0]) for group in rows)], fontsize=9.5)
    axes.tick_params(length=0, labelcolor=INK)
    axes.spines[:].set_visible(False)


def _draw_cell(axes: Axes, row: int, column: int, effect: Effect) -> None:
    from matplotlib import colormaps
    from matplotlib.patches import Rectangle

    lead = effect.decision.lead
    lost = min(1.0, effect.loss / lead) if lead else 0.0
    color = RED if effect.decides else colormaps["Blues"](0.85 * lost)
    ink = "white" if effect.decides or lost > 0.6 else INK if effect.loss >= 0.05 else PALE
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor=color, edgecolor="white", linewidth=1.5))
    _write(axes, row, column, f"{effect.loss:.1f}", ink)


def _write(axes: Axes, row: int, column: int, text: str, ink: str, weight: str = "normal") -> None:
    axes.text(column, row, text, ha="center", va="center", fontsize=9, color=ink, fontweight=weight)


def _name(effect: Effect) -> str:
    parameter = effect.parameter
    value = f"{parameter.value:.2f}" if parameter.kind == WEIGHT else f"{parameter.value:+g}"
    return f"{parameter.name}  {value}"
