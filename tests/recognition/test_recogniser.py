"""Recognition as a whole: what a visitor typed, to meanings."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.recognition.encoder import Encoder
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
    assert recogniser.rank(text) == []


def test_what_was_saved_ranks_as_before(recogniser: Recogniser, encoder: Encoder, tmp_path: Path) -> None:
    recogniser.save(tmp_path)
    loaded = Recogniser.load(tmp_path, encoder)
    for text in ASKED:
        before, after = recogniser.rank(text), loaded.rank(text)
        assert [one.label for one in after] == [one.label for one in before]
        assert [one.score for one in after] == pytest.approx([one.score for one in before])
    assert [loaded.normaliser(text) for text in ASKED] == [recogniser.normaliser(text) for text in ASKED]


def test_no_more_labels_than_asked_for(recogniser: Recogniser) -> None:
    assert len(recogniser.rank("what is bpo", limit=2)) == 2
