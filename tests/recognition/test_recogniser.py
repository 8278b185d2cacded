"""Recognition as a whole: what a visitor typed, to meanings."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from bot.recognition.data import Labelled
from bot.recognition.encoder import Encoder
from bot.recognition.familiarity import Familiarity
from bot.recognition.recogniser import Recogniser

ASKED = ["whats BPO", "how do they bil the cals", "umbrela today?", "payroll", "Explain OUTSORCING, plz"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Whats BPO???", "faq/what_is_bpo"),
        ("DEFINE buisness proces outsorcing", "faq/what_is_bpo"),
        ("what is the prise per minut", "faq/how_are_calls_billed"),
        ("wether forecst", "out_of_scope/weather"),
    ],
)
def test_typing_errors_do_not_hide_the_meaning(recogniser: Recogniser, text: str, label: str) -> None:
    assert recogniser.rank(text)[0].label == label


@pytest.mark.parametrize("text", ["", "   ", "?!", "\U0001f600", "\u200b"])
def test_a_message_without_letters_means_nothing(recogniser: Recogniser, text: str) -> None:
    assert recogniser.rank(text) == [] and recogniser.energy(text) == -math.inf


def test_energy_is_the_same_however_a_text_was_typed(recogniser: Recogniser) -> None:
    assert recogniser.energy("What is OUTSORCING?!") == recogniser.energy("what is outsourcing?!")


def test_what_was_learnt_has_more_energy_than_what_was_not(recogniser: Recogniser) -> None:
    assert recogniser.energy("what is bpo") > recogniser.energy("purple elephants juggle algebra")


def test_how_to_learn_is_told_to_the_classifier(toy: list[Labelled], encoder: Encoder) -> None:
    texts, labels = [one.text for one in toy], [one.label for one in toy]
    strict, loose = (Recogniser.learn(texts, labels, encoder, c, Familiarity(0, 1)) for c in (0.001, 20))
    first, second = (one.rank("what do they charge")[0] for one in (strict, loose))
    assert first.probability < second.probability and strict.classifier.familiarity == Familiarity(0, 1)


def test_what_was_saved_ranks_as_before(recogniser: Recogniser, encoder: Encoder, tmp_path: Path) -> None:
    recogniser.save(tmp_path)
    loaded = Recogniser.load(tmp_path, encoder)
    for text in ASKED:
        before, after = recogniser.rank(text), loaded.rank(text)
        assert [one.label for one in after] == [one.label for one in before]
        assert [one.score for one in after] == pytest.approx([one.score for one in before])
        assert loaded.energy(text) == pytest.approx(recogniser.energy(text))
    assert [loaded.normaliser(text) for text in ASKED] == [recogniser.normaliser(text) for text in ASKED]


def test_no_more_labels_than_asked_for(recogniser: Recogniser) -> None:
    assert len(recogniser.rank("what is bpo", limit=2)) == 2
