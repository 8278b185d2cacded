"""Debian's Chromium, for Playwright."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Chromium refuses to run as root with its sandbox.
FLAGS = ("--no-sandbox",) if os.geteuid() == 0 else ()


def chromium() -> str | None:
    """Where the browser is, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)
