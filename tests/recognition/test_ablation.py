"""The ablation really leaves out what it names."""

from __future__ import annotations

import pytest

from bot.recognition import ablation
from bot.recognition.ablation import VARIANTS, Variant, measure, row, within
from bot.recognition.calibrate import Question
from bot.recognition.classifier import Ranked, Weights
from bot.recognition.data import Labelled
from bot.recognition.encoder import Encoder

EXAMPLES = [
    Labelled(text, f"faq/{label}")
    for label, texts in {
        "weather": ["will it rain today", "is it sunny outside", "rain tomorrow", "sunny weekend forecast"],
        "food": ["how to cook rice", "bake some bread", "rice recipe please", "bread dough recipe"],
    }.items()
    for text in texts
]
QUESTIONS = [
    Question("will it be sunny", frozenset({"faq/weather"})),
    Question("cooking some rice", frozenset({"faq/food"})),
    Question("who won the match", frozenset({"out_of_scope"})),
]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_every_variant_learns_and_is_asked(variant: Variant) -> None:
    first, three, outcome = measure(variant, EXAMPLES, QUESTIONS, Encoder.load())
    assert 0 <= first <= three <= 1
    assert outcome.right + outcome.offered + outcome.wrong + outcome.shrugged == pytest.approx(1)


def test_a_variant_without_corrections_corrects_nothing() -> None:
    questions = [Question("wil it be suny", frozenset({"faq/weather"}))]
    texts: list[str] = []

    class Watching(Encoder):
        def read(self, text):
            texts.append(text)
            return super().read(text)

    encoder = Watching.load()
    measure(next(v for v in VARIANTS if v.known is ablation.every_word), EXAMPLES, [*questions, *QUESTIONS], encoder)
    assert "wil it be suny" in texts


def test_of_the_answerable_only() -> None:
    ranked = [[Ranked("faq/food", 0.9, 0.9), Ranked("faq/weather", 0.1, 0.9)], [Ranked("faq/food", 0.9, 0.9)], []]
    assert within(1, QUESTIONS, ranked) == 0.5
    assert within(3, QUESTIONS, ranked) == 1.0


def test_a_row_has_every_figure() -> None:
    _, _, outcome = measure(Variant("all", Weights()), EXAMPLES, QUESTIONS, Encoder.load())
    assert row("all", 0.5, 1.0, outcome).startswith("| all | 50.0% | 100.0% |")
    assert row("all", 0.5, 1.0, outcome).count("|") == len(ablation.HEAD) + 1
