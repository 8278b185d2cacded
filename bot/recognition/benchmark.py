"""`python -m bot.recognition.benchmark`: trains the product's own recognition on a public data set and prints one JSON object.

Files are `text<TAB>intent` lines. Nothing of them is tuned here: the same recogniser with the same settings serves the bot.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score
from threadpoolctl import threadpool_limits

from bot.quiet import hush
from bot.recognition.classifier import Ranked
from bot.recognition.data import Labelled
from bot.recognition.encoder import Encoder
from bot.recognition.familiarity import Familiarity
from bot.recognition.misspelling import misspell
from bot.recognition.recogniser import Recogniser

KEPT = 0.97  # share of the rightly recognised messages that the threshold may not cost


class BenchmarkError(ValueError):
    """A file or a choice of options cannot be used; the message says what it needs."""


def read_lines(path: Path) -> list[Labelled]:
    """Read `text<TAB>intent` lines; raises BenchmarkError naming the line, or OSError."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        cells = line.split("\t")
        if len(cells) != 2 or not all(cell.strip() for cell in cells):
            raise BenchmarkError(f"{path}:{number}: write a text, a tab and its intent")
        found.append(Labelled(cells[0].strip(), cells[1].strip()))
    if not found:
        raise BenchmarkError(f"{path} is empty; write `text<TAB>intent` lines")
    return found


def name_of(label: str) -> str:
    """An intent's name as a text: it is learnt as the title of an entry is."""
    return label.replace("_", " ").strip("? ")


def few(examples: Sequence[Labelled], shots: int, seed: int) -> list[Labelled]:
    """`shots` examples of each intent, drawn with `seed`; all of an intent that has fewer."""
    by_label: dict[str, list[Labelled]] = defaultdict(list)
    for example in examples:
        by_label[example.label].append(example)
    drawn = random.Random(seed)
    return [e for label in sorted(by_label) for e in drawn.sample(by_label[label], min(shots, len(by_label[label])))]


def in_scope(ranked: Sequence[Ranked], oos_label: str) -> float:
    """How sure it is that a message means one of the intents: it is familiar, and not what the out-of-scope examples are."""
    if not ranked:
        return 0.0
    outside = sum(r.probability for r in ranked if r.label == oos_label)
    return ranked[0].familiarity * (1 - outside)


def keeping(scores: Sequence[float], right: Sequence[bool]) -> float:
    """The highest score from which to answer that still answers KEPT of what is recognised rightly; 0 if nothing is."""
    rightly = np.asarray(scores)[np.asarray(right)]
    return float(np.quantile(rightly, 1 - KEPT)) if rightly.size else 0.0


def benchmark(
    train: Sequence[Labelled],
    test: Sequence[Labelled],
    oos_label: str | None = None,
    validation: Sequence[Labelled] = (),
) -> dict[str, Any]:
    """Learn from `train` and measure on `test`; CPU times are of this process. The keys are those of the contract."""
    encoder = Encoder.load()
    encoder.encode("warm up")
    begun = time.process_time()
    titles = [Labelled(name_of(label), label) for label in sorted({e.label for e in train} - {oos_label})]
    examples = [*titles, *train]
    recogniser = Recogniser.learn([e.text for e in examples], [e.label for e in examples], encoder)
    spent = time.process_time() - begun
    ranked, milliseconds = timed(recogniser, [example.text for example in test])
    right = np.array([bool(r) and r[0].label == e.label for r, e in zip(ranked, test, strict=True)])
    result: dict[str, Any] = {
        "accuracy": share(right),
        "n_train": len(train),
        "n_test": len(test),
        "train_cpu_seconds": round(spent, 2),
        **speed(milliseconds),
    }
    return result if oos_label is None else result | out_of_scope(recogniser, test, right, oos_label, validation)


def out_of_scope(
    recogniser: Recogniser, test: Sequence[Labelled], right: Any, oos_label: str, validation: Sequence[Labelled]
) -> dict[str, Any]:
    """How well messages of no intent are told from the others; familiarity and threshold come from `validation`."""
    energies = [recogniser.energy(example.text) for example in validation]
    known = [example.label != oos_label for example in validation]
    recogniser.classifier.familiarity = Familiarity.fit(energies, known)
    checked = [recogniser.rank(example.text) for example in validation]
    kept = [
        e.label != oos_label and bool(r) and r[0].label == e.label for r, e in zip(checked, validation, strict=True)
    ]
    threshold = keeping([in_scope(r, oos_label) for r in checked], kept)
    ranked = [recogniser.rank(example.text) for example in test]
    scores = np.array([in_scope(r, oos_label) for r in ranked])
    foreign = np.array([example.label == oos_label for example in test])
    refused = np.array([bool(r) and r[0].label == oos_label for r in ranked])
    answered = (scores >= threshold) & ~refused
    return {
        "accuracy": share((answered & right) | (~answered & foreign)),
        "in_scope_accuracy": share(right[~foreign]),
        "in_scope_at_threshold": share((answered & right)[~foreign]),
        "oos_recall": share(~answered[foreign]),
        "auroc": round(float(roc_auc_score(~foreign, scores)), 4),
        "threshold": round(threshold, 4),
    }


def timed(recogniser: Recogniser, texts: Sequence[str]) -> tuple[list[list[Ranked]], list[float]]:
    """Rank texts one by one, with the milliseconds of CPU that each took."""
    ranked, milliseconds = [], []
    for text in texts:
        begun = time.process_time()
        ranked.append(recogniser.rank(text))
        milliseconds.append((time.process_time() - begun) * 1000)
    return ranked, milliseconds


def speed(milliseconds: Sequence[float]) -> dict[str, float]:
    """The middle and the slow end of what messages took, in milliseconds of CPU."""
    return {
        "parse_cpu_ms_p50": round(statistics.median(milliseconds), 3),
        "parse_cpu_ms_p95": round(float(np.percentile(milliseconds, 95)), 3),
    }


def share(values: Any) -> float:
    """The share of true values."""
    return round(float(np.mean(values)), 4)


def lines_of(given: argparse.Namespace) -> tuple[list[Labelled], list[Labelled], list[Labelled]]:
    """What the options name to learn from, to measure on and to choose on; raises BenchmarkError, or what reading raises."""
    if given.oos_label and not given.val:
        raise BenchmarkError("--oos-label needs --val FILE, on which the threshold is chosen")
    if given.shots is not None and given.shots < 1:
        raise BenchmarkError("--shots is a number of examples, 1 or more")
    if given.typos < 0:
        raise BenchmarkError("--typos is a number of words, 0 or more")
    train, test = read_lines(given.train), read_lines(given.test)
    validation = read_lines(given.val) if given.val else []
    if len({line.label for line in train}) < 2:
        raise BenchmarkError("--train needs examples of two intents or more")
    for name, lines in (("--test", test), ("--val", validation)) if given.oos_label else ():
        foreign = [line.label == given.oos_label for line in lines]
        if not any(foreign):
            raise BenchmarkError(f"{name} has no line with the label {given.oos_label}")
        if all(foreign):
            raise BenchmarkError(f"{name} has only lines with the label {given.oos_label}")
    draw = random.Random(given.seed)
    test = [Labelled(misspell(line.text, given.typos, draw), line.label) for line in test]
    return few(train, given.shots, given.seed) if given.shots else train, test, validation


def main(arguments: list[str] | None = None) -> int:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.recognition.benchmark", description=__doc__)
    parser.add_argument("--train", type=Path, required=True, metavar="A.tsv")
    parser.add_argument("--test", type=Path, required=True, metavar="B.tsv")
    parser.add_argument(
        "--shots", type=int, metavar="N", help="learn from N examples of each intent (default: from all)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="which N examples (default 0)")
    parser.add_argument(
        "--typos", type=int, default=0, metavar="N", help="put a typing error into N words of each test message"
    )
    parser.add_argument("--oos-label", metavar="LABEL", help="the label of messages that mean none of the intents")
    parser.add_argument("--val", type=Path, metavar="C.tsv", help="chooses the threshold; needed with --oos-label")
    given = parser.parse_args(arguments)
    hush("WARNING")
    try:
        train, test, validation = lines_of(given)
    except (BenchmarkError, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 1
    with threadpool_limits(1, "blas"):  # as the server runs
        result = benchmark(train, test, given.oos_label, validation)
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
