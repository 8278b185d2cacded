"""`python -m bot.recognition.ablation`: what each part of recognition is worth, as a table in Markdown.

Each part is left out in turn, the rest learns anew from the bot's own examples, and thresholds are chosen for it as
`make calibrate` does; so every row is the best that its variant can do on the questions of data/calibration.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bot.quiet import hush
from bot.recognition.calibrate import Outcome, Question, choose, declines, familiarity_on, fits, read_questions
from bot.recognition.classifier import Ranked, Weights
from bot.recognition.data import Labelled, read_examples
from bot.recognition.encoder import Encoder
from bot.recognition.recogniser import Recogniser
from bot.recognition.words import is_known

HEAD = ("variant", "right label first", "among three", "right", "right or offered", "wrong", "cost")


def every_word(_: str) -> bool:
    """Takes every word for right: nothing is corrected."""
    return True


@dataclass(frozen=True)
class Variant:
    """A way to do without something: other weights, no corrections, or every `step`-th example only."""

    name: str
    weights: Weights = field(default_factory=Weights)
    known: Callable[[str], bool] = is_known
    step: int = 1


VARIANTS = (
    Variant("all of it"),
    Variant("without late interaction", Weights(covered=0.0)),
    Variant("without the nearest example", Weights(likeness=0.0)),
    Variant("without character n-grams", Weights(characters=0.0)),
    Variant("the linear model on sentence vectors alone", Weights(characters=0.0, likeness=0.0, covered=0.0)),
    Variant("without correcting words", known=every_word),
    Variant("with every second example", step=2),
    Variant("with every fourth example", step=4),
)


def measure(
    variant: Variant, examples: Sequence[Labelled], questions: Sequence[Question], encoder: Encoder
) -> tuple[float, float, Outcome]:
    """Shares of answerable questions with a right label first and among three, and what the best thresholds make of all."""
    kept = examples[:: variant.step]
    texts, labels = [e.text for e in kept], [e.label for e in kept]
    recogniser = Recogniser.learn(texts, labels, encoder, weights=variant.weights, known=variant.known)
    recogniser.classifier.familiarity = familiarity_on(questions, recogniser)
    ranked = [recogniser.rank(question.text) for question in questions]
    return within(1, questions, ranked), within(3, questions, ranked), choose(questions, ranked)


def within(first: int, questions: Sequence[Question], ranked: Sequence[Sequence[Ranked]]) -> float:
    """The share of answerable questions with a right label among the `first` labels."""
    found = [
        any(fits(near.label, question) for near in ranks[:first])
        for question, ranks in zip(questions, ranked, strict=True)
        if not all(declines(label) for label in question.acceptable)
    ]
    return float(np.mean(found))


def row(name: str, first: float, three: float, outcome: Outcome) -> str:
    """A line of the table."""
    shares = (first, three, outcome.right, outcome.right + outcome.offered, outcome.wrong)
    return " | ".join([f"| {name}", *(f"{share:.1%}" for share in shares), f"{outcome.cost:.3f} |"])


def main(arguments: list[str] | None = None) -> int:
    """Print the table, or write it."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.recognition.ablation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--write", type=Path, metavar="PAGE.md", help="write a page (default: print the table)")
    given = parser.parse_args(arguments)
    hush("WARNING")
    examples, questions, encoder = read_examples(), read_questions(), Encoder.load()
    lines = [f"| {' | '.join(HEAD)} |", "| --- " * len(HEAD) + "|"]
    for place, variant in enumerate(VARIANTS, start=1):
        print(f"{place} of {len(VARIANTS)}: {variant.name} ...", file=sys.stderr)
        lines.append(row(variant.name, *measure(variant, examples, questions, encoder)))
    table = "\n".join(lines)
    if given.write is None:
        print(table)
        return 0
    given.write.write_text(page(table, len(examples), len(questions)), "utf-8")
    print(f"Written to {given.write}.")
    return 0


def page(table: str, examples: int, questions: int) -> str:
    """The table with what a reader has to know."""
    return (
        "# What each part of recognition is worth\n\n"
        "Written by `python -m bot.recognition.ablation --write docs/quality/ablation.md`; run that again instead of "
        f"editing it. Learnt from {examples:,} examples, asked {questions:,} single questions of `data/calibration/`, "
        "thresholds chosen anew for each row on the same questions.\n\n"
        f"{table}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
