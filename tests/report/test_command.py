"""`python -m bot.report`: what it writes of a known database, what it hides, and how it fails."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.report.conftest import MONDAY, Done
from tests.visits import Visits

ROOT = Path(__file__).parents[2]
Run = Callable[..., Done]
SECRETS = ("010 0200", "jane@", "\x1b", "\x9b", "\u202e", "\\u202e")


def test_the_help_says_what_there_is_and_what_is_counted(report: Run) -> None:
    done = report("--help")
    assert done.code == 0 and done.err == ""
    for word in ("--since", "--until", "--weeks", "--channel", "--html", "--json", "--most", "--up", "feedback", "UTC"):
        assert word in done.out
    assert "forgotten" in done.out and "masked" in done.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--since", "yesterday"),
        ("--weeks", "0"),
        ("--weeks", "2", "--since", "2026-11-01"),
        ("--since", "2026-11-02", "--until", "2026-11-01"),
        ("feedback", "--html", "page.html"),
        ("--up",),
        ("everything",),
    ],
)
def test_what_cannot_be_meant_is_refused(report: Run, arguments: tuple[str, ...]) -> None:
    done = report(*arguments)
    assert done.code == 2 and done.out == "" and "usage:" in done.err


def test_an_empty_database_gets_an_honest_page(report: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    for done in (report(), report("--html", str(page)), report("feedback")):
        assert done.code == 0
    assert "No message of this period and channel is stored" in report().out
    assert "No message of this period and channel is stored" in page.read_text("utf-8")
    assert "No answer got a thumbs down." in report("feedback").out
    told = json.loads(report("--json").out)
    assert told["total"]["activity"]["messages"] == 0 and told["first_message"] is None and told["by_week"] == {}


def test_the_terminal_shows_counts_beside_shares(report: Run, visits: Visits) -> None:
    out = report().out
    assert re.search(r"^conversations +25$", out, re.MULTILINE)
    assert re.search(r"^assessments finished +12 +~50% +of those begun$", out, re.MULTILINE)
    assert re.search(r"^2026-11-09 +8 +44 +24 +16 +~67% +8 +~33% ", out, re.MULTILINE)
    assert re.search(r"^.+ +what_is_bpo +25 +51% +25 +15 +10$", out, re.MULTILINE)
    assert re.search(r"^\(retired\) +retired_entry +24 +49% ", out, re.MULTILINE)
    assert re.search(r"^ +the second +24 +~100%$", out, re.MULTILINE)
    assert re.search(r"^the volume +24 +12 +~50%$", out, re.MULTILINE)
    assert re.search(r"^an expert BPO \(a KPO provider\) +call center +12 ~100% +12$", out, re.MULTILINE)
    assert re.search(r"^failed +1 +~100%$", out, re.MULTILINE) and "--retry" in out
    assert "All 10, 4 with a reason; the latest first." in out
    assert "UTC" in out and "too few to go by" in out


def test_long_lists_are_cut_and_say_so(report: Run, visits: Visits) -> None:
    out = report("--most", "1").out
    assert "... and 1 more, which --most, --html and --json have" in out
    assert "The latest 1 of 10, 1 with a reason" in out


def test_json_has_counts_that_add_up(report: Run, visits: Visits) -> None:
    told = json.loads(report("--json", "--since", "2026-11-01", "--until", "2026-11-30").out)
    assert (told["since"], told["until"], told["zone"]) == (
        "2026-11-01T00:00:00+00:00",
        "2026-12-01T00:00:00+00:00",
        "UTC",
    )
    assert list(told["by_week"]) == ["2026-11-02", "2026-11-09", "2026-11-16"]
    for parts in (told["by_week"].values(), told["by_channel"].values(), told["by_week_and_channel"]):
        for group, name in (("activity", "messages"), ("assessed", "begun"), ("thumbs", "down"), ("handed", "failed")):
            assert sum(part[group][name] for part in parts) == told["total"][group][name] > 0
    assert told["did_you_mean"]["second"] == 24
    only = json.loads(report("--json", "--channel", "slack").out)
    assert only["total"] == told["by_channel"]["slack"]


def test_weeks_without_a_message_are_there(report: Run, visits: Visits) -> None:
    visits.turn("later", MONDAY + timedelta(weeks=4), {"text": "Hi", "metadata": {"kind": "smalltalk"}})
    told = json.loads(report("--json").out)
    assert told["by_week"]["2026-11-23"]["activity"]["messages"] == 0 and "2026-11-30" in told["by_week"]


def test_feedback_lists_each_judgment_with_question_and_answer(report: Run, visits: Visits) -> None:
    told = json.loads(report("feedback", "--json").out)
    assert len(told) == 10 and [one["given"] for one in told] == sorted((one["given"] for one in told), reverse=True)
    assert told[-1] == {
        "given": "2026-11-02T00:00:00+00:00",
        "channel": "browser",
        "question": "bpo?",
        "answer": "BPO means ...",
        "faq": "what_is_bpo",
        "helpful": False,
        "reason": None,
    }
    out = report("feedback", "--channel", "browser").out
    assert out.count("asked   bpo?") == 9 and out.count("because too long") == 3
    assert report("feedback", "--up").out.count("asked   bpo?") == 15


def test_what_visitors_wrote_is_masked_and_does_nothing_anywhere(report: Run, visits: Visits, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert report("--html", str(page)).code == 0
    text = page.read_text("utf-8")
    for written in (text, report().out, report("--json").out, report("feedback").out, report("feedback", "--json").out):
        assert "[number]" in written and "[e-mail]" in written and "red" in written
        assert not [secret for secret in SECRETS if secret in written]
    assert "<script" not in text and "&lt;script&gt;" in text


class Page(HTMLParser):
    """Elements with their attributes, all closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(text)
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


def test_the_page_is_one_file_with_a_picture_of_each_kind(report: Run, visits: Visits, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    report("--html", str(path))
    text = path.read_text("utf-8")
    page = Page(text)
    pictures = [attributes for tag, attributes in page.elements if tag == "svg"]
    assert len(pictures) == 5 and all(one["role"] == "img" and one["aria-label"] for one in pictures)
    ids = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert ids and max(ids.values()) == 1
    links = re.findall(r'(?:href|src)="([^"]*)"|url\(([^)]*)\)', text)
    for link in ("".join(pair) for pair in links):
        assert link == "data:," or (link.startswith("#") and link[1:] in ids), link
    assert "#010101" not in text and "#0a0a0a" not in text  # every placeholder became a color of the page
    assert "var(--shade-1)" in text


def test_the_same_report_is_the_same_file(report: Run, visits: Visits, tmp_path: Path) -> None:
    texts = []
    for name in ("one.html", "two.html"):
        report("--html", str(tmp_path / name))
        texts.append(re.sub(r"Made on [^<]*", "", (tmp_path / name).read_text("utf-8")))
    assert texts[0] == texts[1]


def test_a_page_that_cannot_be_written_is_said_to_be(report: Run, visits: Visits, tmp_path: Path) -> None:
    done = report("--html", str(tmp_path / "none" / "page.html"))
    assert done.code == 1 and "cannot be written" in done.err


def test_a_database_that_does_not_answer_is_said_not_to(report: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    done = report()
    assert done.code == 1 and "The database does not answer" in done.err and done.out == ""
    monkeypatch.setenv("BPO_BOT_PORT", "many")
    assert report().code == 2


def test_a_reader_that_has_had_enough_is_no_error(sqlite_url: str, visits: Visits) -> None:
    environment: dict[str, Any] = {**os.environ, "BPO_BOT_DATABASE_URL": sqlite_url}
    command = f"{sys.executable} -m bot.report --json | true"
    ran = subprocess.run(command, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True)  # noqa: S602
    assert ran.stderr == ""
