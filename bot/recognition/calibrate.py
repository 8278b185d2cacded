"""`python -m bot.recognition.calibrate`: chooses the thresholds on questions of its own and writes them to bot/config.yml.

The questions are those of data/calibration: written without a look at the examples, each with every entry that may answer
it, and messages that no entry answers. The bot learns from none of them. First comes what is familiar, then the cheapest
thresholds of a grid: a wrong answer costs most, a shrug at what could be answered a third of that, a choice without the
right entry a little more than a shrug, a choice with it much less, and a right answer nothing.
"""

import argparse
import csv
import itertools
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from bot.quiet import hush
from bot.recognition.classifier import Ranked
from bot.recognition.data import read_examples
from bot.recognition.decision import Thresholds, decide
from bot.recognition.encoder import Encoder
from bot.recognition.familiarity import Familiarity
from bot.recognition.labels import FAQ, OUT_OF_SCOPE, SMALLTALK, UNWRITTEN, intent_of
from bot.recognition.recogniser import Recogniser

CONFIG = Path("bot/config.yml")
COMPONENT = "bot.nlu.recogniser.MessageRecogniser"
QUESTIONS = Path("data/calibration")
WRONG, SHRUG, USELESS_CHOICE, USEFUL_CHOICE = 3.0, 1.0, 1.25, 0.4
GRID = {
    "answer": np.arange(0.10, 0.97, 0.03),
    "offer": np.arange(0.01, 0.36, 0.02),
    "lead": np.arange(0.0, 0.31, 0.1),
}
DRAWS = 1000
REPLIES = {  # what data/calibration calls a reply that is no entry, and its label or intent
    "decline": OUT_OF_SCOPE,
    "other_language": OUT_OF_SCOPE,
    "smalltalk": SMALLTALK,
    "assess": "start_assessment",
    "handoff": "hand_off",
}


@dataclass(frozen=True)
class Question:
    """A message with all that may be said to it: labels of entries, or names of intents."""

    text: str
    acceptable: frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """How a set of thresholds does on the questions: shares of right, offered, wrong and shrugged; mean cost."""

    thresholds: Thresholds
    right: float
    offered: float
    wrong: float
    shrugged: float
    cost: float


def declines(label: str) -> bool:
    """Whether a label is one that the bot answers with "I can't"."""
    return intent_of(label) in (OUT_OF_SCOPE, UNWRITTEN)


def read_questions(folder: Path = QUESTIONS) -> list[Question]:
    """Read the single questions of `questions.tsv` and all of `out_of_scope.tsv`; follow-ups need a conversation."""
    questions = []
    for name, text in (("questions", "question"), ("out_of_scope", "message")):
        with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                expected = row.get("slugs") or row.get("expected") or ""
                if " + " not in expected and not row.get("previous_slug"):
                    questions.append(
                        Question(row[text], frozenset(REPLIES.get(e, f"{FAQ}/{e}") for e in expected.split("|")))
                    )
    return questions


def fits(label: str, question: Question) -> bool:
    """Whether a label is among what may be said to a question."""
    name = OUT_OF_SCOPE if declines(label) else label
    return bool(question.acceptable & {name, intent_of(label)})


def cost(question: Question, ranked: Sequence[Ranked], thresholds: Thresholds) -> tuple[str, float]:
    """What became of one question, and what it costs."""
    decision = decide(ranked, thresholds)
    unanswerable = OUT_OF_SCOPE in question.acceptable
    if decision.label:
        if fits(decision.label, question):
            return "right", 0.0
        # A decline of an answerable question is a shrug; anything else that is not right is a wrong reply.
        return ("shrugged", SHRUG) if declines(decision.label) else ("wrong", WRONG)
    if decision.choices:
        useful = any(fits(choice, question) for choice in decision.choices)
        return ("offered", USEFUL_CHOICE) if useful else ("shrugged", USELESS_CHOICE)
    return ("right", 0.0) if unanswerable else ("shrugged", SHRUG)


def familiarity_on(questions: Sequence[Question], recogniser: Recogniser) -> Familiarity:
    """What tells best whether the likeliest label is right."""
    first = [recogniser.rank(question.text, 1) for question in questions]
    right = [bool(r) and fits(r[0].label, q) for r, q in zip(first, questions, strict=True)]
    return Familiarity.fit([recogniser.energy(question.text) for question in questions], right)


def choose(questions: Sequence[Question], ranked: Sequence[Sequence[Ranked]]) -> Outcome:
    """The mean of the thresholds that are cheapest in each of DRAWS draws, with replacement, from the questions (Breiman 1996).

    On the questions as they are the cost is flat and ragged near its minimum: a few others move it from .73 to .91.
    """
    grid = [Thresholds(*(round(float(value), 2) for value in row)) for row in itertools.product(*GRID.values())]
    grid = [thresholds for thresholds in grid if thresholds.offer <= thresholds.answer]
    asked = list(zip(questions, ranked, strict=True))
    costs = np.array([[cost(*one, thresholds)[1] for one in asked] for thresholds in grid], dtype=np.float32)
    draw = np.random.default_rng(0)
    times = draw.multinomial(len(asked), np.full(len(asked), 1 / len(asked)), size=DRAWS)
    cheapest = np.array(
        [(grid[place].answer, grid[place].offer, grid[place].lead) for place in (costs @ times.T).argmin(0)]
    )
    return outcome(questions, ranked, Thresholds(*(round(float(value), 2) for value in cheapest.mean(0))))


def outcome(questions: Sequence[Question], ranked: Sequence[Sequence[Ranked]], thresholds: Thresholds) -> Outcome:
    """How thresholds do on the questions."""
    results = [cost(question, ranks, thresholds) for question, ranks in zip(questions, ranked, strict=True)]
    share = {
        name: float(np.mean([kind == name for kind, _ in results]))
        for name in ("right", "offered", "wrong", "shrugged")
    }
    return Outcome(thresholds, **share, cost=float(np.mean([price for _, price in results])))


def write(thresholds: Thresholds, familiarity: Familiarity, config: Path = CONFIG) -> None:
    """Write what was chosen into the pipeline's configuration; all else stays as it is."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 1000  # no line is folded
    document = yaml.load(config)
    component = next(row for row in document["pipeline"] if row["name"] == COMPONENT)
    component.update(vars(thresholds) | {"energy_middle": familiarity.middle, "energy_width": familiarity.width})
    with config.open("w", encoding="utf-8") as file:
        yaml.dump(document, file)


def main() -> int:
    """Calibrate from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.recognition.calibrate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--dry-run", action="store_true", help="print the thresholds, write nothing")
    arguments = parser.parse_args()
    hush("WARNING")
    examples, questions = read_examples(), read_questions()
    print(f"Learning from {len(examples)} examples ...", file=sys.stderr)
    recogniser = Recogniser.learn([e.text for e in examples], [e.label for e in examples], Encoder.load())
    familiarity = familiarity_on(questions, recogniser)
    recogniser.classifier.familiarity = familiarity
    ranked = [recogniser.rank(question.text) for question in questions]
    print(f"Weighing thresholds on {len(questions)} questions ...", file=sys.stderr)
    best = choose(questions, ranked)
    first = np.mean([bool(r) and fits(r[0].label, q) for q, r in zip(questions, ranked, strict=True)])
    print(
        f"{len(questions)} questions: right label first {first:.1%}; familiarity {familiarity.middle} {familiarity.width}; "
        f"answer {best.thresholds.answer}, offer {best.thresholds.offer}, lead {best.thresholds.lead}: "
        f"right {best.right:.1%}, offered {best.offered:.1%}, wrong {best.wrong:.1%}, shrugged {best.shrugged:.1%}, "
        f"mean cost {best.cost:.3f} (wrong {WRONG}, shrug {SHRUG})"
    )
    if not arguments.dry_run:
        write(best.thresholds, familiarity)
        print(f"Written to {CONFIG}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
