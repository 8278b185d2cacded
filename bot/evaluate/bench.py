"""`python -m bot.evaluate.bench`: CPU and memory of a turn beside stock Rasa, in one run; prints one JSON object.

Both bots run as servers of their own on SQLite and get distinct messages over REST, by turns. Stock is
`bot/evaluate/stock_project` with the pipeline and policies that `rasa init` configures, Rasa's SQL tracker store and its
action server. An FAQ turn asks a question, a form turn answers one. CPU is that of all processes of a bot, between the first
and the last message of a round.
"""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from bot.evaluate.stock import StockError, stock_config

PROJECT = Path(__file__).parent / "stock_project"
START = 300.0  # seconds
QUESTIONS = ("what is bpo", "what is a call center", "what is kpo", "what is attrition", "call centre meaning")
BEFORE = (
    "",
    "hi, ",
    "so ",
    "please tell me ",
    "ok and ",
    "hello ",
    "quick one: ",
    "sorry, ",
    "well, ",
    "again: ",
    "um ",
)
BEHIND = (
    "",
    "?",
    " please",
    " exactly",
    " really?",
    " in short",
    " thanks",
    " for a friend",
    " today",
    "??",
    " then",
    " pls",
)
ANSWERS = (
    "customer support",
    "8000 calls a month",
    "nobody does it yet",
    "growth",
)  # to the first questions of both forms
OPENING = "I need advice"


@dataclass
class Served:
    """A bot that is being served: its webhook, and its processes."""

    url: str
    processes: Sequence["subprocess.Popen[bytes]"]
    milliseconds: dict[str, list[float]] = field(default_factory=lambda: {"faq": [], "form": []})

    def say(self, sender: str, text: str) -> None:
        """Send a message; raises StockError when it is not answered."""
        response = requests.post(self.url, json={"sender": sender, "message": text}, timeout=60)
        if not (response.ok and response.json()):
            raise StockError(f"{self.url} answered {text!r} with {response.status_code} {response.text[:200]}")

    def cpu(self) -> float:
        """CPU milliseconds spent so far."""
        return sum(cpu_milliseconds(process.pid) for process in self.processes)

    def memory(self) -> float:
        """Resident megabytes."""
        status = [Path(f"/proc/{process.pid}/status").read_text() for process in self.processes]
        return round(sum(int(text.split("VmRSS:")[1].split()[0]) for text in status) / 1024)


def question(number: int) -> str:
    """A question; no two of 660 in a row are the same."""
    rest, middle = divmod(number, len(QUESTIONS))
    return f"{BEFORE[rest % len(BEFORE)]}{QUESTIONS[middle]}{BEHIND[rest % len(BEHIND)]}"


def reply_to(place: int, number: int) -> str:
    """An answer to the form's question at a place, worded differently for each visitor of 132 in a row."""
    return f"{BEFORE[number % len(BEFORE)]}{ANSWERS[place]}{BEHIND[number % len(BEHIND)]}"


def cpu_milliseconds(pid: int) -> float:
    """What a process has spent, in user and system mode."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") * 1000


def faq_round(bot: Served, place: int, turns: int) -> None:
    """Questions of several visitors, ten each."""
    sender = ""
    begun = bot.cpu()
    for turn in range(turns):
        sender = f"faq-{place}-{turn // 10}"
        bot.say(sender, question(place * turns + turn))
    bot.milliseconds["faq"].append((bot.cpu() - begun) / turns)


def form_round(bot: Served, place: int, turns: int) -> None:
    """Answers of several visitors, each of whom opens the form first."""
    spent, visitors = 0.0, turns // len(ANSWERS)
    for visitor in range(place * visitors, (place + 1) * visitors):
        sender = f"form-{visitor}"
        bot.say(sender, OPENING)
        begun = bot.cpu()
        for asked in range(len(ANSWERS)):
            bot.say(sender, reply_to(asked, visitor))
        spent += bot.cpu() - begun
    bot.milliseconds["form"].append(spent / (visitors * len(ANSWERS)))


def train_stock(folder: Path) -> None:
    """Train the stock bot in a folder. Raises StockError."""
    shutil.copytree(PROJECT, folder, dirs_exist_ok=True)
    shutil.copy(stock_config(), folder / "config.yml")
    data = ["--data", "nlu.yml", "rules.yml", "--domain", "domain.yml", "--config", "config.yml"]
    command = [sys.executable, "-m", "rasa", "train", *data, "--out", "models"]
    if subprocess.run(command, cwd=folder, check=False, stdout=sys.stderr).returncode:
        raise StockError("Rasa did not train; it says above why")


@contextmanager
def serving(commands: Sequence[Sequence[str]], folder: Path, url: str, ready: str, **more: str) -> Iterator[Served]:
    """Run the processes of a bot in a folder until the block ends; raises StockError when it does not get ready."""
    with ExitStack() as stack:
        log = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "server.log"
        out = stack.enter_context(log.open("wb"))
        processes = []
        for command in commands:
            process = subprocess.Popen(command, cwd=folder, env={**os.environ, **more}, stdout=out, stderr=out)
            stack.callback(process.wait, 30)
            stack.callback(process.terminate)
            processes.append(process)
        deadline = time.monotonic() + START
        while not _answers(ready):
            if time.monotonic() > deadline or any(process.poll() is not None for process in processes):
                raise StockError(f"a server did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")
            time.sleep(0.5)
        yield Served(url, processes)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve_stock(folder: Path) -> Any:
    """The stock bot, trained in a folder."""
    port, actions = free_port(), free_port()
    endpoints = {
        "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": "stock.db"},
        "action_endpoint": {"url": f"http://127.0.0.1:{actions}/webhook"},
    }
    (folder / "endpoints.yml").write_text(json.dumps(endpoints), "utf-8")
    (folder / "credentials.yml").write_text("rest:\n", "utf-8")
    rasa = [sys.executable, "-m", "rasa"]
    bot = [*rasa, "run", "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    commands = (
        [*rasa, "run", "actions", "--actions", "actions", "--port", str(actions)],
        [*bot, "--port", str(port), "--interface", "127.0.0.1", "--enable-api"],
    )
    url = f"http://127.0.0.1:{port}"
    return serving(commands, folder, f"{url}/webhooks/rest/webhook", f"{url}/status")


def serve_ours(folder: Path) -> Any:
    """Our own bot, with its current model."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    more = {
        "BPO_BOT_PORT": str(port),
        "BPO_BOT_DATABASE_URL": f"sqlite:///{folder / 'ours.db'}",
        "BPO_BOT_CLIENT_RATE": "999999/minute",
        "BPO_BOT_CONVERSATION_RATE": "999999/minute",
        "BPO_BOT_MODELS": str(Path("models").resolve()),
    }
    command = [sys.executable, "-m", "bot.server"]
    return serving([command], Path.cwd(), f"{url}/webhooks/rest/webhook", f"{url}/readyz", **more)


def compare(ours: Served, stock: Served, rounds: int, turns: int) -> dict[str, Any]:
    """Let both work by turns; what each spent, and the ratios."""
    for place in range(rounds + 1):  # the first round warms up
        for bot in (ours, stock):
            faq_round(bot, place, turns)
            form_round(bot, place, turns)
        print(f"round {place} of {rounds}", file=sys.stderr)
    result: dict[str, Any] = {"rounds": rounds, "turns": turns}
    for kind in ("faq", "form"):
        mine, theirs = (statistics.median(bot.milliseconds[kind][1:]) for bot in (ours, stock))
        result |= {
            f"{kind}_ms": round(mine, 1),
            f"{kind}_stock_ms": round(theirs, 1),
            f"{kind}_ratio": round(mine / theirs, 3),
        }
    return result | {"memory_mb": ours.memory(), "memory_stock_mb": stock.memory()}


def growth(bot: Served, turns: int) -> dict[str, Any]:
    """CPU of a turn of one conversation at its beginning and at its end; the median of batches of 20."""
    spent = []
    begun = bot.cpu()
    for turn in range(1, turns + 1):
        bot.say("long", question(turn))
        if turn % 20 == 0:
            spent.append((bot.cpu() - begun) / 20)
            begun = bot.cpu()
    first, last = statistics.median(spent[:5]), statistics.median(spent[-5:])
    return {"growth_turns": turns, "growth_first_ms": round(first, 1), "growth_last_ms": round(last, 1)} | {
        "growth_ratio": round(last / first, 3)
    }


def main(arguments: list[str] | None = None) -> int:
    """Compare from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.evaluate.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=4, help="rounds of each kind of turn and bot (4)")
    parser.add_argument("--turns", type=int, default=60, help="turns of a round (60)")
    parser.add_argument(
        "--long", type=int, default=0, metavar="N", help="also a conversation of N turns with our own bot"
    )
    given = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
            print("Training stock Rasa (a minute or two) ...", file=sys.stderr)
            train_stock(Path(first))
            with serve_stock(Path(first)) as stock, serve_ours(Path(second)) as ours:
                result = compare(ours, stock, given.rounds, given.turns)
                result |= growth(ours, given.long) if given.long else {}
    except (StockError, OSError, requests.RequestException) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
