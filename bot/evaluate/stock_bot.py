"""The peer: a bot as `rasa init` configures it, on the product's own questions.

The examples are the product's, some of each kind of message (all of them would train for hours); entries are answered by
Rasa's response selector, as its documentation advises for FAQs. A form asks five questions; rules and a few stories lead.
"""

import json
import shutil
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import yaml

from bot.evaluate.messages import OPENING
from bot.evaluate.served import BenchmarkError, Launch, Served, free_port, serving
from bot.evaluate.stock import stock_config
from bot.recognition.data import blocks

PROJECT = Path(__file__).parent / "stock_project"
EACH = 10  # examples of an entry
OPENED_BY = "start_assessment"  # the intent that opens the form


def write(folder: Path, each: int = EACH) -> int:
    """Write the project into a folder; how many examples it has."""
    shutil.copytree(PROJECT, folder, dirs_exist_ok=True)
    shutil.copy(stock_config(), folder / "config.yml")
    taken: dict[str, list[str]] = {}
    for label, _, texts in blocks():
        if label.startswith("faq/"):
            taken[label] = texts[:each]
        elif label == OPENED_BY:  # all of them, beside so many questions
            taken[label] = [OPENING, *texts]
    nlu = [{"intent": label, "examples": "".join(f"- {text}\n" for text in texts)} for label, texts in taken.items()]
    _write(folder / "questions.yml", {"nlu": nlu})
    answers = {f"utter_{label}": [{"text": f"This is about {label}."}] for label in taken if "/" in label}
    _write(folder / "domain" / "answers.yml", {"responses": answers})
    return sum(map(len, taken.values()))


def _write(path: Path, document: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump({"version": "3.1", **document}, allow_unicode=True), "utf-8")


def train(folder: Path) -> None:
    """Train it. Raises BenchmarkError."""
    data = [
        "--data",
        "questions.yml",
        "nlu.yml",
        "rules.yml",
        "stories.yml",
        "--domain",
        "domain",
        "--config",
        "config.yml",
    ]
    command = [sys.executable, "-m", "rasa", "train", *data, "--out", "models"]
    if subprocess.run(command, cwd=folder, check=False, stdout=sys.stderr).returncode:
        raise BenchmarkError("Rasa did not train; it says above why")


def serve(folder: Path) -> AbstractContextManager[Served]:
    """Serve it, with its action server, on Rasa's SQL tracker store."""
    port, actions = free_port(), free_port()
    endpoints = {
        "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": "stock.db"},
        "action_endpoint": {"url": f"http://127.0.0.1:{actions}/webhook"},
    }
    (folder / "endpoints.yml").write_text(json.dumps(endpoints), "utf-8")
    (folder / "credentials.yml").write_text("rest:\n", "utf-8")
    rasa = [sys.executable, "-m", "rasa"]
    bot = [*rasa, "run", "--endpoints", "endpoints.yml", "--credentials", "credentials.yml", "--enable-api"]
    launches: list[Launch] = [
        ([*rasa, "run", "actions", "--actions", "actions", "--port", str(actions)], {}),
        ([*bot, "--port", str(port), "--interface", "127.0.0.1"], {}),
    ]
    return serving(launches, folder, [f"http://127.0.0.1:{port}"], "/status")
