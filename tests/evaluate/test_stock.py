"""Rasa is really trained and really asked; with a configuration that learns in seconds, not in minutes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bot.evaluate.stock import stock_config

EXAMPLES = {
    "weather": ["will it rain", "is it sunny", "rain tomorrow"],
    "food": ["cook rice", "bake bread", "rice recipe"],
}


QUICK = """
recipe: default.v1
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - name: LogisticRegressionClassifier
"""


def written(path: Path, lines: dict[str, list[str]]) -> str:
    path.write_text("".join(f"{text}\t{label}\n" for label, texts in lines.items() for text in texts), "utf-8")
    return str(path)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, in a process of its own: it silences logs for good."""
    command = [sys.executable, "-m", "bot.evaluate.stock", *arguments]
    return subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)


def test_it_prints_one_object_with_what_it_took(tmp_path: Path) -> None:
    train = written(tmp_path / "train.tsv", EXAMPLES)
    test = written(tmp_path / "test.tsv", {"weather": ["will it rain"], "food": ["bake bread"]})
    config = tmp_path / "config.yml"
    config.write_text(QUICK, "utf-8")
    done = run("--train", train, "--test", test, "--shots", "3", "--config", str(config))
    assert done.returncode == 0, done.stderr[-2000:]
    result = json.loads(done.stdout)
    assert (result["n_train"], result["n_test"], result["accuracy"]) == (6, 2, 1.0)
    assert result["train_cpu_seconds"] > 1 and result["train_mb"] > 100 and result["parse_cpu_ms_p50"] > 0


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    done = run("--train", str(tmp_path / "none.tsv"), "--test", str(tmp_path / "none.tsv"))
    assert done.returncode == 1 and "none.tsv" in done.stderr and not done.stdout


def test_the_configuration_of_rasa_init_is_there() -> None:
    assert "DIETClassifier" in stock_config().read_text("utf-8")
