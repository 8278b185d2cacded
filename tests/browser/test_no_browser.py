"""Says that there is no browser, where there is none."""

from __future__ import annotations

from tests.browser.conftest import CHROMIUM
from tests.services import lacking


def test_there_is_a_browser() -> None:
    if CHROMIUM is None:
        reason = "no Chromium, or no Playwright: the widget is not tested (apt-get install chromium; make install)"
        lacking(reason)
