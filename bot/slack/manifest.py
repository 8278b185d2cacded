"""The manifest that an app is made from in Slack."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@lru_cache(maxsize=1)
def manifest() -> dict[str, Any]:
    """The manifest."""
    made: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "manifest.yaml").read_text("utf-8"))
    return made


def scopes() -> list[str]:
    """What the bot's token has to be good for."""
    return list(manifest()["oauth_config"]["scopes"]["bot"])
