"""Typing errors for the benchmark: as many as asked for, the same for the same draw."""

from __future__ import annotations

import random

import pytest
from rapidfuzz.distance import OSA

from bot.recognition.misspelling import misspell

TEXT = "how do i activate my new payment card"


@pytest.mark.parametrize("errors", [0, 1, 2, 3])
@pytest.mark.parametrize("seed", range(10))
def test_each_error_is_one_edit_in_a_word_of_its_own(errors: int, seed: int) -> None:
    made = misspell(TEXT, errors, random.Random(seed))
    edits = [OSA.distance(before, after) for before, after in zip(TEXT.split(), made.split(), strict=True)]
    assert sorted(edits, reverse=True) == [1] * errors + [0] * (len(edits) - errors)


def test_a_text_without_long_words_stays() -> None:
    assert misspell("is it a bpo", 2, random.Random(0)) == "is it a bpo"


def test_the_same_draw_makes_the_same_errors() -> None:
    assert misspell(TEXT, 2, random.Random(1)) == misspell(TEXT, 2, random.Random(1))
