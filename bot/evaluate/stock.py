"""`python -m bot.evaluate.stock`: measures stock Rasa as `bot.recognition.benchmark` measures our own; prints one JSON object.

Stock is what `rasa init` configures: DIET at its default 100 epochs, and a fallback below a confidence of 0.3.
"""

import argparse
import asyncio
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.quiet import hush
from bot.recognition.benchmark import BenchmarkError, few, read_lines, share, speed
from bot.recognition.data import Labelled

FALLBACK = "nlu_fallback"


class StockError(RuntimeError):
    """Rasa did not train; what it said went to standard error."""


def stock_config() -> Path:
    """The configuration that `rasa init` writes."""
    import rasa

    return Path(rasa.__file__).parent / "cli/initial_project/config.yml"


def train(folder: Path, examples: Sequence[Labelled], config: Path) -> tuple[Path, dict[str, float]]:
    """Train in a process of its own: the model, and what it took. Raises StockError."""
    shutil.copy(config, folder / "config.yml")
    by_label: dict[str, list[str]] = {}
    for example in examples:
        by_label.setdefault(example.label, []).append(f"- {example.text}")
    blocks = [{"intent": label, "examples": "\n".join(texts)} for label, texts in by_label.items()]
    (folder / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": blocks}), "utf-8")
    command = [
        sys.executable,
        "-m",
        "rasa",
        "train",
        "nlu",
        "--config",
        "config.yml",
        "--nlu",
        "nlu.yml",
        "--out",
        "out",
    ]
    done = subprocess.run(command, cwd=folder, check=False, stdout=sys.stderr)
    model = next((folder / "out").glob("*.tar.gz"), None)
    if done.returncode or not model:
        raise StockError(f"Rasa ended with {done.returncode} and trained no model; it says above why")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return model, {
        "train_cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "train_mb": round(used.ru_maxrss / 1024),
    }


async def measure(model: Path, test: Sequence[Labelled]) -> dict[str, Any]:
    """Parse the test messages one by one."""
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    await agent.parse_message("warm up")
    likeliest, answered, milliseconds = [], [], []
    for example in test:
        begun = time.process_time()
        parsed = await agent.parse_message(example.text)
        milliseconds.append((time.process_time() - begun) * 1000)
        names = [row["name"] for row in parsed["intent_ranking"] if row["name"] != FALLBACK]
        likeliest.append(names[:1] == [example.label])
        answered.append(parsed["intent"]["name"] == example.label)
    memory = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    accuracy = {"accuracy": share(likeliest), "accuracy_after_fallback": share(answered), "n_test": len(test)}
    return accuracy | speed(milliseconds) | {"parse_mb": memory}


def main(arguments: list[str] | None = None) -> int:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluate.stock", description=__doc__)
    parser.add_argument("--train", type=Path, required=True, metavar="A.tsv")
    parser.add_argument("--test", type=Path, required=True, metavar="B.tsv")
    parser.add_argument("--shots", type=int, default=10, metavar="N", help="learn from N examples of each intent (10)")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="which N examples (0)")
    parser.add_argument("--config", type=Path, metavar="FILE", help="another configuration than that of `rasa init`")
    given = parser.parse_args(arguments)
    hush("ERROR")
    try:
        examples, test = few(read_lines(given.train), given.shots, given.seed), read_lines(given.test)
        with tempfile.TemporaryDirectory() as folder:
            model, spent = train(Path(folder), examples, given.config or stock_config())
            result = {"n_train": len(examples)} | spent | asyncio.run(measure(model, test))
    except (BenchmarkError, StockError, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
