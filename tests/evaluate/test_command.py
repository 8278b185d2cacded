"""`python -m bot.evaluate` plays a file against a running bot and reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
import requests

from bot.evaluate.__main__ import own_cases, play
from bot.evaluate.cases import Case
from bot.evaluate.guess import Guess
from bot.evaluate.players import RemotePlayer, new_conversation
from bot.faq import FaqCatalog, FaqEntry, UnwrittenTopic

ROOT = Path(__file__).parents[2]
ENTRY = FaqEntry("what_is_bpo", "What is BPO?", "def", "It is so.", (), (), "2026-11-21", ("explain bpo",), ())
TOPIC = UnwrittenTopic("what_is_rpo", "What is RPO?", "def", "RPO", ("rpo please",), ())
CATALOG = FaqCatalog({"what_is_bpo": ENTRY}, {"what_is_rpo": TOPIC})


class Bot(BaseHTTPRequestHandler):
    """A bot by hand: answers about BPO, fails on "crash", declines everything else."""

    heard: ClassVar[list[dict[str, str]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Bot.heard.append(body)
        kind = {"kind": "answer", "faq": "what_is_bpo"} if "bpo" in body["message"].lower() else {"kind": "fallback"}
        content = json.dumps([{"recipient_id": body["sender"], "text": "So.", "metadata": kind}]).encode()
        self.send_response(503 if "crash" in body["message"] else 200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def bot() -> Iterator[str]:
    """The address of a running bot."""
    Bot.heard.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bot)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


class Recorder:
    """A player by hand, which remembers what was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, conversation: str, text: str) -> list[Mapping[str, Any]]:
        self.sent.append((conversation, text))
        return [{"metadata": {"kind": "answer", "faq": "what_is_bpo"}}]


class Thinker(Recorder):
    """A player by hand that shows what it thought."""

    name, threshold = "a bot by hand", 0.4

    def guess(self, conversation: str) -> Guess:
        return Guess("faq/what_is_bpo", len(self.sent) / 10)


def case(question: str, previous: str | None = None) -> Case:
    return Case(question, (frozenset({"what_is_bpo"}),), "", previous, "")


def test_every_case_is_a_conversation_of_its_own() -> None:
    player = Recorder()
    played = play([case("one"), case("two")], player, CATALOG)
    assert [one.outcome for one in played] == ["right", "right"]
    assert len({conversation for conversation, _ in player.sent}) == 2


def test_a_previous_entry_is_asked_first_in_the_same_conversation() -> None:
    player = Recorder()
    play([case("and the cost?", "what_is_bpo"), case("alone", "unknown")], player, CATALOG)
    assert [text for _, text in player.sent] == ["What is BPO?", "and the cost?", "alone"]
    assert player.sent[0][0] == player.sent[1][0] != player.sent[2][0]


def test_what_is_guessed_about_the_question_itself_is_kept() -> None:
    [played] = play([case("and the cost?", "what_is_bpo")], Thinker(), CATALOG)
    assert played.guess == Guess("faq/what_is_bpo", 0.2)


def test_a_player_need_not_show_what_it_thinks() -> None:
    [played] = play([case("one")], Recorder(), CATALOG)
    assert played.guess is None


def test_the_projects_own_questions_are_those_of_the_cards() -> None:
    cases = own_cases(CATALOG)
    assert [(one.question, one.expected) for one in cases] == [
        ("explain bpo", (frozenset({"what_is_bpo"}),)),
        ("rpo please", (frozenset({"decline"}),)),
    ]


def test_no_two_conversations_have_the_same_name() -> None:
    assert new_conversation() != new_conversation()


def test_a_running_bot_is_asked_through_its_webhook(bot: str) -> None:
    replies = RemotePlayer(bot + "/").send("me", "what is BPO")
    assert replies[0]["metadata"]["faq"] == "what_is_bpo"
    assert Bot.heard == [{"sender": "me", "message": "what is BPO"}]


def test_a_bot_that_fails_is_not_taken_for_one_that_declines(bot: str) -> None:
    with pytest.raises(requests.RequestException):
        RemotePlayer(bot).send("me", "crash")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "bot.evaluate", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_the_command_reports_in_json_and_in_words(bot: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.tsv"
    path.write_text("question\tslugs\nwhat is bpo\twhat_is_bpo\nwill it rain\twhat_is_bpo\n")
    done = run(str(path), "--url", bot, "--json")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert (summary["all"]["n"], summary["all"]["right"], summary["all"]["declined"]) == (2, 1, 1)
    done = run(str(path), "--url", bot)
    assert done.returncode == 0 and "will it rain" in done.stdout and "50.0%" in done.stdout


def test_the_command_writes_a_report_only_when_asked(bot: str, tmp_path: Path) -> None:
    path, folder = tmp_path / "cases.tsv", tmp_path / "deep/report"
    path.write_text("question\tslugs\nwhat is bpo\twhat_is_bpo\nwill it rain\twhat_is_bpo\n")
    done = run(str(path), "--url", bot, "--report", str(folder))
    assert done.returncode == 0, done.stderr
    page = (folder / "quality.md").read_text("utf-8")
    assert "`cases.tsv` | 2 |" in page and "| 1 of 2 | 50.0% |" in page and "a running bot" in page
    assert "carry no confidence" in page and "will it rain" in done.stdout and "will it rain" not in page


def test_a_folder_that_cannot_be_written_is_explained_before_the_play(bot: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.tsv"
    path.write_text("question\tslugs\nwhat is bpo\twhat_is_bpo\n")
    done = run(str(path), "--url", bot, "--report", str(path))
    assert done.returncode == 1 and "cases.tsv" in done.stderr and "Traceback" not in done.stderr
    assert not Bot.heard


@pytest.mark.parametrize("text", ["question\tslugs\nx\n", None], ids=["a short row", "no file"])
def test_a_file_that_cannot_be_played_is_explained(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "cases.tsv"
    if text is not None:
        path.write_text(text)
    done = run(str(path), "--url", "http://127.0.0.1:1")
    assert done.returncode == 1 and "cases.tsv" in done.stderr and "Traceback" not in done.stderr


def test_a_bot_that_does_not_answer_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "cases.tsv"
    path.write_text("question\tslugs\nwhat is bpo\twhat_is_bpo\n")
    done = run(str(path), "--url", "http://127.0.0.1:1")
    assert done.returncode == 1 and "127.0.0.1" in done.stderr and "Traceback" not in done.stderr
