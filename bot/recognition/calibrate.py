"""`python -m bot.recognition.calibrate`: chooses the thresholds on held-out questions and writes them to bot/config.yml.

The questions are the examples and the test questions of data/nlu. Each is ranked by a recogniser that learnt from the
others, except those of its label that are worded like it: visitors word things in ways that no author thought of.
The thresholds are the cheapest ones of a grid. A wrong answer costs most; a shrug at what could be answered, and a
choice without the right label, cost a third of that; a choice with it costs less; a right answer costs nothing.
"""

import argparse
import itertools
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML
from sklearn.cluster import AgglomerativeClustering

from bot.quiet import hush
from bot.recognition.classifier import Ranked
from bot.recognition.data import Labelled, read_dataset
from bot.recognition.decision import Thresholds, decide
from bot.recognition.encoder import Encoder
from bot.recognition.labels import FAQ, OUT_OF_SCOPE, UNWRITTEN, intent_of
from bot.recognition.normaliser import clean
from bot.recognition.recogniser import Recogniser
from bot.recognition.vectors import AnyArray

CONFIG = Path("bot/config.yml")
COMPONENT = "bot.nlu.recogniser.MessageRecogniser"
WRONG, SHRUG, USELESS_CHOICE, USEFUL_CHOICE = 1.5, 1.0, 1.25, 0.5
FOLDS = 5
UNLIKE = 0.2  # cosine distance from which two groups of questions of a label are no longer the same wording
GRID = {
    "answer": np.arange(0.40, 0.85, 0.04),
    "offer": np.arange(0.32, 0.61, 0.04),
    "lead": np.arange(0.0, 0.31, 0.15),
}


@dataclass(frozen=True)
class Outcome:
    """How a set of thresholds does on the held-out questions: shares of right, offered, wrong and shrugged; mean cost."""

    thresholds: Thresholds
    right: float
    offered: float
    wrong: float
    shrugged: float
    cost: float


def declines(label: str) -> bool:
    """Whether a label is one that the bot answers with "I can't"."""
    return intent_of(label) in (OUT_OF_SCOPE, UNWRITTEN)


def cost(expected: str, ranked: Sequence[Ranked], thresholds: Thresholds) -> tuple[str, float]:
    """What became of one question, and what it costs."""
    decision = decide(ranked, thresholds)
    if decision.label:
        if decision.label == expected or (declines(decision.label) and declines(expected)):
            return "right", 0.0
        # A decline of an answerable question is a shrug; anything else that is not right is a wrong reply.
        return ("shrugged", SHRUG) if declines(decision.label) else ("wrong", WRONG)
    if decision.choices:
        return ("offered", USEFUL_CHOICE) if expected in decision.choices else ("shrugged", USELESS_CHOICE)
    return ("right", 0.0) if declines(expected) else ("shrugged", SHRUG)


def rank_unlike(questions: Sequence[Labelled], encoder: Encoder) -> list[list[Ranked]]:
    """Rank every question by a recogniser that learnt from none of its label's questions that are like it.

    A label whose questions are all alike is unknown to that recogniser: its questions cannot be right.
    """
    fold = folds(questions, encoder)
    ranked: list[list[Ranked]] = [[] for _ in questions]
    for held_out in range(FOLDS):
        print(f"Fold {held_out + 1} of {FOLDS} ...", file=sys.stderr)
        kept = [question for question, place in zip(questions, fold, strict=True) if place != held_out]
        recogniser = Recogniser.learn([q.text for q in kept], [q.label for q in kept], encoder)
        for index, question in enumerate(questions):
            if fold[index] == held_out:
                ranked[index] = recogniser.rank(question.text)
    return ranked


def folds(questions: Sequence[Labelled], encoder: Encoder) -> AnyArray:
    """A fold for every question, shape [n]: like questions of one label share it; unlike ones are spread over the folds."""
    vectors = encoder.encode_all([clean(question.text) for question in questions])
    labels = np.array([question.label for question in questions])
    fold = np.zeros(len(questions), dtype=int)
    for number, label in enumerate(sorted(set(labels))):
        rows = np.flatnonzero(labels == label)
        group = _alike(vectors[rows])
        # The largest clusters first, each to the emptiest fold, starting elsewhere for each label.
        sizes = np.bincount(group)
        load = np.zeros(FOLDS)
        for cluster in np.argsort(-sizes, kind="stable"):
            place = min(range(FOLDS), key=lambda f: (load[f], (f - number) % FOLDS))
            fold[rows[group == cluster]] = place
            load[place] += sizes[cluster]
    return fold


def _alike(vectors: AnyArray) -> AnyArray:
    """The number of each vector's cluster, shape [n]."""
    if len(vectors) == 1:  # too few for scikit-learn
        return np.zeros(1, dtype=int)
    clusters = AgglomerativeClustering(None, affinity="cosine", linkage="average", distance_threshold=UNLIKE)
    numbers: AnyArray = clusters.fit_predict(vectors)
    return numbers


def choose(held_out: Sequence[Labelled], ranked: Sequence[Sequence[Ranked]]) -> Outcome:
    """The cheapest thresholds of the grid."""
    outcomes = []
    for answer, offer, lead in itertools.product(*GRID.values()):
        if offer > answer:
            continue
        thresholds = Thresholds(round(float(answer), 2), round(float(offer), 2), round(float(lead), 2))
        results = [cost(question.label, ranks, thresholds) for question, ranks in zip(held_out, ranked, strict=True)]
        share = {
            name: float(np.mean([kind == name for kind, _ in results]))
            for name in ("right", "offered", "wrong", "shrugged")
        }
        outcomes.append(Outcome(thresholds, **share, cost=float(np.mean([price for _, price in results]))))
    return min(outcomes, key=lambda outcome: outcome.cost)


def write(thresholds: Thresholds, config: Path = CONFIG) -> None:
    """Write the thresholds into the pipeline's configuration; all else stays as it is."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 1000  # no line is folded
    document = yaml.load(config)
    component = next(row for row in document["pipeline"] if row["name"] == COMPONENT)
    component.update(vars(thresholds))
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
    dataset = read_dataset()
    questions = [*dataset.examples, *dataset.held_out]
    ranked = rank_unlike(questions, Encoder.load())
    best = choose(questions, ranked)
    first = np.mean([bool(r) and r[0].label == q.label for q, r in zip(questions, ranked, strict=True)])
    faq = [(q, r) for q, r in zip(questions, ranked, strict=True) if intent_of(q.label) == FAQ]
    first_faq = np.mean([bool(r) and r[0].label == q.label for q, r in faq])
    print(
        f"{len(questions)} held-out questions: right label first {first:.1%}; of {len(faq)} FAQ questions {first_faq:.1%}"
    )
    print(
        f"answer {best.thresholds.answer}, offer {best.thresholds.offer}, lead {best.thresholds.lead}: "
        f"right {best.right:.1%}, offered {best.offered:.1%}, wrong {best.wrong:.1%}, shrugged {best.shrugged:.1%}, "
        f"mean cost {best.cost:.3f} (wrong {WRONG}, shrug {SHRUG})"
    )
    if not arguments.dry_run:
        write(best.thresholds)
        print(f"Written to {CONFIG}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
