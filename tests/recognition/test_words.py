"""Right words are told from misspellings."""

from __future__ import annotations

import pytest

from bot.recognition import words
from bot.recognition.words import english, is_english, is_known, terms


@pytest.mark.parametrize("word", ["outsource", "center", "centre", "colour", "vendors", "payrolls"])
def test_english_words_are_known_british_and_plural_ones_too(word: str) -> None:
    assert is_english(word) and is_known(word)


@pytest.mark.parametrize("word", ["bpo", "nearshoring", "omnichannel", "hipaa"])
def test_terms_of_the_field_are_known_though_not_english(word: str) -> None:
    assert word in terms() and word not in english() and is_known(word)


@pytest.mark.parametrize("word", ["outsorcing", "buisness", "recrutment"])
def test_misspellings_are_not_known(word: str) -> None:
    assert not is_known(word)


def test_a_missing_word_list_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "PACKAGE", "no_such_word_list")
    english.cache_clear()
    with pytest.raises(FileNotFoundError, match="no_such_word_list"):
        english()
