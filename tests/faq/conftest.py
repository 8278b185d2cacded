"""A small folder of training data without a mistake, to plant mistakes in."""

from __future__ import annotations

import os
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.faq.check import check

ROOT = Path(__file__).parents[2]

Document = dict[str, Any]


class Folder:
    """`data/nlu` with two written entries, `first` and `second`, and one unwritten topic, `third`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data = root / "data" / "nlu"
        self.documents = {
            ("faq", "first"): _document("faq", "first", related="second"),
            ("faq", "second"): _document("faq", "second", related="first"),
            ("unwritten", "third"): _document("unwritten", "third"),
        }
        for (kind, slug), document in self.documents.items():
            self.write(kind, slug, document)

    def document(self, kind: str = "faq", slug: str = "first") -> Document:
        """A copy of one file's document, to change."""
        return deepcopy(self.documents[kind, slug])

    def write(self, kind: str, slug: str, document: Any) -> Path:
        """Write a document as `data/nlu/<kind>/<slug>.yml`."""
        return self.write_text(kind, slug, yaml.safe_dump(document, sort_keys=False))

    def write_text(self, kind: str, slug: str, text: str | bytes) -> Path:
        """Write anything as a file."""
        path = self.data / kind / f"{slug}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def problems(self, slug: str = "first") -> list[str]:
        """What the check says about one file, without the folder's path."""
        return [problem.replace(str(self.data), "") for problem in check(self.data) if f"{slug}.yml" in problem]

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a command of `python -m bot.faq` on this folder."""
        return subprocess.run(
            [sys.executable, "-m", "bot.faq", command],
            cwd=self.root, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def _document(kind: str, slug: str, related: str = "") -> Document:
    card: dict[str, Any] = {
        "title": f"What is {slug}?",
        "topic": "definitions",
        "test_questions": [f"held out {slug} number {number}" for number in range(3)],
    }
    if kind == "unwritten":
        card["name"] = f"the {slug}"
        responses = {}
    else:
        card |= {"related": [related], "reviewed": "2026-11-21", "sources": [_source(slug)]}
        responses = {
            f"utter_faq/{slug}": [
                {"text": f"{slug} for Slack.", "channel": "slack"},
                {"text": f"{slug} is so."},
            ]
        }
    examples = "".join(f"- say {slug} number {number}\n" for number in range(15))
    document = {
        "version": "3.1",
        "nlu": [{"intent": f"{kind}/{slug}", "metadata": card, "examples": examples}],
    }
    return document | ({"responses": responses} if responses else {})


def _source(slug: str) -> Document:
    return {"title": f"A book on {slug}", "url": f"https://example.org/{slug}", "year": 2026, "facts": ["F1"]}
