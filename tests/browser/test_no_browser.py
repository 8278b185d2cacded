"""Says that there is no browser, where there is none."""

from __future__ import annotations

import os

import pytest

from tests.browser.conftest import CHROMIUM


def test_there_is_a_browser() -> None:
    if CHROMIUM is None:
        reason = "no Chromium, or no Playwright: the widget is not tested (apt-get install chromium; make install)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
