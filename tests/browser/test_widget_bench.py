"""The comparison of widgets: really loaded and used in Chromium; a slow device is slow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from bot.evaluate.loading import LATENCY, Visit, visit
from bot.evaluate.npm import NpmError
from bot.evaluate.shelf import File
from bot.evaluate.socket import listening
from bot.evaluate.widget_bench import HEAD, page, table
from bot.evaluate.widgets import Widget, chatroom, deep_chat, ours, rasa_webchat
from tests.services import lacking

Make = Callable[[str], Widget]
OTHERS: dict[str, Make] = {
    "deep-chat": lambda _: deep_chat(),
    "chatroom": lambda _: chatroom(),
    "rasa-webchat": rasa_webchat,
}


def test_our_widget_is_one_file_and_can_be_used(browser: Browser) -> None:
    found = visit(browser, ours())
    assert found.loaded == ("/widget.js",) and found.elsewhere == ()
    assert found.bytes == len(File.of("/widget.js", ours().files["/widget.js"]).packed)
    assert 2 * LATENCY < found.control < found.input, "the page, and the widget"


@pytest.mark.parametrize("name", OTHERS)
def test_the_others_can_be_used(browser: Browser, name: str) -> None:
    with listening() as socket:
        try:
            widget = OTHERS[name](socket)
        except NpmError as error:
            lacking(str(error))
        found = visit(browser, widget)
    assert found.control <= found.input and found.bytes > 0
    assert (found.control == found.input) == (widget.launcher is None)


def test_what_blocks_is_counted(browser: Browser) -> None:
    busy = (
        "<script>setTimeout(() => { const end = performance.now() + 300; while (performance.now() < end); })</script>"
    )
    widget = Widget("busy", "1", "MIT", {}, f"<input>{busy}", input='document.querySelector("input")')
    found = visit(browser, widget)
    assert found.longest >= 300 and found.blocked >= 250


def test_the_table_has_medians_ranges_and_ratios() -> None:
    one = Visit(100, 200, 0, 0, ("/a",), 1000, ())
    other = replace(one, control=300, input=500, bytes=7500, elsewhere=("fonts.example",))
    mine, theirs = (Widget(name, "1", "MIT", {}, "", "") for name in ("mine", "theirs"))
    measured = [(mine, [one, replace(one, control=120), replace(one, control=110)]), (theirs, [other])]
    lines = table(measured).splitlines()
    assert lines[0].count("|") == lines[2].count("|") == len(HEAD) + 1
    assert lines[2] == "| mine 1 | MIT | 1 | 1.0 | 1.0 | 110 (100 to 120) | 1.0 | 200 (200 to 200) | 1.0 | 0 (0 to 0) |"
    assert (
        lines[3] == "| theirs 1 | MIT | 1 | 7.5 | 7.5 | 300 (300 to 300) | 2.7 | 500 (500 to 500) | 2.5 | 0 (0 to 0) |"
    )
    written = page(measured, "1.2", 3)
    assert table(measured) in written and "theirs (fonts.example)" in written
