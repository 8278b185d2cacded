"""One text by itself has the features that scikit-learn gives it among others."""

from __future__ import annotations

from pathlib import Path

import joblib
import numpy as np
import pytest

from bot.recognition.data import Labelled
from bot.recognition.ngrams import CharacterNgrams

NEW = ["what is bpo", "Whats a bpo billing?", "calls calls calls", "xq", "", "  spaces   between  "]


@pytest.fixture(scope="module")
def ngrams(toy: list[Labelled]) -> CharacterNgrams:
    return learnt([one.text for one in toy])[0]


def learnt(texts: list[str]) -> tuple[CharacterNgrams, np.ndarray]:
    ngrams = CharacterNgrams()
    return ngrams, ngrams.fit_transform(texts, most=len(texts) - 1)


def test_what_it_learns_from_stands_for_itself(toy: list[Labelled]) -> None:
    texts = [one.text for one in toy]
    ngrams, found = learnt(texts)
    np.testing.assert_allclose([ngrams.one(text) for text in texts], found, atol=1e-6)


@pytest.mark.parametrize("text", NEW)
def test_one_text_is_transformed_as_scikit_learn_does(ngrams: CharacterNgrams, text: str) -> None:
    theirs = ngrams._svd.transform(ngrams._tfidf.transform([text]))
    np.testing.assert_allclose(ngrams.one(text), theirs[0], atol=1e-6)


def test_known_texts_lie_apart_from_nothing(ngrams: CharacterNgrams) -> None:
    assert np.linalg.norm(ngrams.one("what is bpo")) > 0.5
    assert not ngrams.one("").any()


def test_what_was_learnt_is_kept(ngrams: CharacterNgrams, tmp_path: Path) -> None:
    joblib.dump(ngrams, tmp_path / "ngrams")
    kept = joblib.load(tmp_path / "ngrams")
    np.testing.assert_array_equal(kept.one("bpo billing"), ngrams.one("bpo billing"))
