"""A small folder of training data and facts without a mistake, to plant mistakes in."""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from bot.faq.__main__ import main
from bot.faq.check import check
from bot.faq.commands import Rooms
from bot.faq.near import words
from bot.faq.vectors import Array

Document = dict[str, Any]


@dataclass(frozen=True)
class Done:
    """What a command said."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Question:
    """A question that got no answer."""

    text: str
    created: datetime
    guess: str | None = None
    score: float | None = None


def encode(texts: Sequence[str]) -> Array:
    """An encoder by hand: texts of the same words point the same way."""
    vectors = np.zeros((len(texts), 8192), dtype=np.float32)
    for row, text in zip(vectors, texts, strict=True):
        for word in words(text):
            row[int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest(), 16) % 8192] += 1
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(norms == 0, 1, norms)


class Folder:
    """`data/nlu` with two written entries, `first` and `second`, and one unwritten topic, `third`; the facts F1 and F2."""

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
        self.facts = {"F1": _fact("F1", "first"), "F2": _fact("F2", "second")}
        self.write_facts(*self.facts.values())
        self.questions: list[Question] = []
        self.encode = encode

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

    def write_facts(self, *facts: Any) -> Path:
        """Write facts as `data/facts/facts.yml`."""
        path = self.data.parent / "facts" / "facts.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump({"facts": list(facts)}, sort_keys=False), "utf-8")
        return path

    def ask(self, text: str, days_ago: int = 0, guess: str | None = None, score: float | None = None) -> None:
        """A visitor asks what gets no answer."""
        self.questions.append(Question(text, datetime.now(UTC) - timedelta(days=days_ago, seconds=1), guess, score))

    def problems(self, slug: str = "first") -> list[str]:
        """What the check says about one file, without the folder's path."""
        return [problem.replace(str(self.data), "") for problem in check(self.data) if f"{slug}.yml" in problem]

    def run(self, *arguments: str) -> Done:
        """Run a command of `python -m bot.faq` on this folder, with an encoder by hand and the questions given."""
        rooms = Rooms(
            encode, encode, lambda since: [one for one in self.questions if since is None or one.created >= since]
        )
        out, err = io.StringIO(), io.StringIO()
        with contextlib.chdir(self.root), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = main(arguments, rooms)
            except SystemExit as usage:
                code = int(usage.code or 0)
        return Done(code, out.getvalue(), err.getvalue())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def _document(kind: str, slug: str, related: str = "") -> Document:
    card: dict[str, Any] = {
        "title": f"What is {slug}?",
        "topic": "definitions",
        "test_questions": [f"held out {slug} number {number}" for number in range(4)],
    }
    if kind == "unwritten":
        card["name"] = f"the {slug}"
        responses = {}
    else:
        fact = "F1" if slug == "first" else "F2"
        card |= {"related": [related], "reviewed": "2026-11-21", "sources": [_source(slug, fact)], "rests_on": [fact]}
        responses = {
            f"utter_faq/{slug}": [
                {"text": f"{slug} for Slack.", "channel": "slack"},
                {"text": f"{slug} is so."},
            ]
        }
    examples = "".join(f"- say {slug} number {number}\n" for number in range(20))
    document = {
        "version": "3.1",
        "nlu": [{"intent": f"{kind}/{slug}", "metadata": card, "examples": examples}],
    }
    return document | ({"responses": responses} if responses else {})


def _source(slug: str, fact: str) -> Document:
    return {"title": f"A book on {slug}", "url": f"https://example.org/{slug}", "year": 2026, "facts": [fact]}


def _fact(name: str, slug: str) -> Document:
    return {
        "id": name,
        "statement": f"{slug.capitalize()} is so in 40% of cases.",
        "year": 2026,
        "title": f"A book on {slug}",
        "url": f"https://example.org/{slug}",
        "reliability": "B",
        "changed": "2026-11-20",
    }
