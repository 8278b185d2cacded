"""The pattern files are well formed, and their lines are not traps."""

from __future__ import annotations

import pytest
import yaml

from bot.reading.pattern import PatternError, compile_pattern
from bot.reading.ruler import PATTERNS, all_patterns, entries
from bot.reading.typos import corrected


def test_every_line_compiles():
    assert len(all_patterns()) > 500


def test_every_line_is_text():
    for path in PATTERNS.glob("*.yml"):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for value, _, lines in entries(data) if "key" in data and path.stem != "places" else []:
            assert all(isinstance(line, str) for line in lines), f"{path.name}: quote the lines of {value}"


def test_a_line_of_optional_words_only_is_refused():
    with pytest.raises(PatternError, match="must be there"):
        compile_pattern("very? much?", {})


def test_an_unknown_word_class_is_refused():
    with pytest.raises(PatternError, match=r"words\.yml"):
        compile_pattern("<nobody> home", {})


@pytest.mark.parametrize("word", ["saying", "patent", "provides", "lunch", "settle", "finish", "mother"])
def test_a_real_word_is_never_corrected(word):
    assert corrected(word) == word
