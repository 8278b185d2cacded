"""A matplotlib figure as SVG that takes its colors and letters from the page: right in light, in dark and in print."""

from __future__ import annotations

import io
import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 4.7  # inches: letters are large enough on a phone, and not too large on a page
SIZE = 10.5  # points
# Placeholders, each of which becomes a CSS variable of the page.
INK, SOFT, LINE, PAGE = "#010101", "#020202", "#030303", "#0a0a0a"
SHADES = ("#040404", "#050505", "#060606", "#070707", "#080808", "#090909")
VARIABLES = {INK: "--ink", SOFT: "--soft", LINE: "--line", PAGE: "--page"} | {
    shade: f"--shade-{number}" for number, shade in enumerate(SHADES, 1)
}
_ID = re.compile(r'(?<= id=")|(?<=href="#)|(?<=url\(#)')
_FONT = re.compile(r"font: (?:[a-z]+ )?(?P<weight>\d00 |bold )?(?P<size>[\d.]+)px [^;\"]+")


def new_figure(height: float) -> Figure:
    """A figure of its own, outside of pyplot's state, so that no display is looked for; `height` in inches."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def as_svg(figure: Figure, name: str, words: str) -> str:
    """The figure as an SVG element; `name` sets its ids apart from those of others, `words` say what is seen."""
    import matplotlib

    file = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    text = file.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = _ID.sub(f"{name}-", text)
    text = _FONT.sub(lambda match: f"font: {match['weight'] or ''}{match['size']}px var(--font)", text)
    for color, variable in VARIABLES.items():
        text = text.replace(color, f"var({variable})")
    width, height = (72 * inches for inches in figure.get_size_inches())
    box = f'viewBox="0 0 {width:g} {height:g}"'
    start = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {box} role="img" '
    return start + f'aria-label="{escape(words)}">' + text[text.index(">") + 1 :]
