"""Every word of a text looks for its like among a label's examples."""

from __future__ import annotations

from pathlib import Path

import joblib
import numpy as np
import pytest

from bot.recognition.data import Labelled
from bot.recognition.encoder import Encoder
from bot.recognition.late_interaction import LateInteraction
from bot.recognition.rarity import Rarity

BPO, BILLED, WEATHER = "faq/what_is_bpo", "faq/how_are_calls_billed", "out_of_scope/weather"
LABELS = [BPO, BILLED, WEATHER]


@pytest.fixture(scope="module")
def late(toy: list[Labelled], encoder: Encoder) -> LateInteraction:
    read = [encoder.read(one.text) for one in toy]
    return LateInteraction.learn(read, [one.label for one in toy], Rarity.learn([tokens.ids for tokens in read]))


def test_an_example_is_covered_by_its_label(late: LateInteraction, encoder: Encoder) -> None:
    covered = late(encoder.read("will it rain tomorrow"), LABELS)
    assert covered[2] == pytest.approx(1, abs=1e-3) and covered[:2].max() < 0.9


def test_a_word_without_its_like_counts_against_a_label(late: LateInteraction, encoder: Encoder) -> None:
    known, strange = (late(encoder.read(text), LABELS) for text in ("what is bpo", "what is bpo in tooth enamel"))
    assert strange[0] < known[0] - 0.2


def test_only_the_labels_asked_for_are_weighed(late: LateInteraction, encoder: Encoder) -> None:
    tokens = encoder.read("price of a call")
    assert late(tokens, [BILLED]) == pytest.approx(late(tokens, LABELS)[1:2])


@pytest.mark.parametrize("text", ["", "?", "the"])
def test_any_text_has_a_finite_value(late: LateInteraction, encoder: Encoder, text: str) -> None:
    assert np.isfinite(late(encoder.read(text), LABELS)).all()


def test_what_is_loaded_says_what_was_learnt(late: LateInteraction, encoder: Encoder, tmp_path: Path) -> None:
    tokens = encoder.read("do they charge for outsourcing")
    joblib.dump(late, tmp_path / "late")
    np.testing.assert_allclose(joblib.load(tmp_path / "late")(tokens, LABELS), late(tokens, LABELS), atol=1e-6)
