"""A text is compared with the patterns of its own words only, and nothing is missed by that."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
import yaml
from spacy.matcher import Matcher
from spacy.tokens import Doc

from bot.reading.ruler import Ruler, all_patterns, by_word
from bot.reading.text import normalize, tokenize

UTTERANCES = sorted(Path(__file__).parent.glob("*utterances*.yml"))


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """All patterns in one."""
    matcher = Matcher(spacy.blank("en").vocab)
    for pattern in all_patterns():
        matcher.add(f"{pattern['label']}#{id(pattern)}", [pattern["pattern"]])
    return matcher


@pytest.mark.parametrize("path", UTTERANCES, ids=lambda path: path.stem)
def test_the_patterns_of_its_words_find_what_all_patterns_find(path: Path, matcher: Matcher) -> None:
    ruler, found = Ruler(all_patterns()), 0
    for case in yaml.safe_load(path.read_text("utf-8"))["utterances"]:
        words = [word for word, *_ in tokenize(normalize(case["say"]))]
        if words:
            every = matcher(Doc(matcher.vocab, words=words))
            expected = {(matcher.vocab.strings[label].partition("#")[0], start, end) for label, start, end in every}
            assert ruler.match(words) == sorted(expected)
            found += len(expected)
    assert found > 100


def test_a_pattern_stands_under_its_rarest_word() -> None:
    rare, common = [{"LOWER": "nightly"}], [{"LOWER": {"IN": ["we", "us"]}}, {"LOWER": "nightly"}, {"LOWER": "calls"}]
    sorted_out = by_word([{"label": "a", "pattern": rare}, {"label": "b", "pattern": common}])
    assert sorted_out == {"nightly": {"a": [rare]}, "calls": {"b": [common]}}


def test_a_pattern_without_a_word_of_its_own_is_compared_with_every_text() -> None:
    ruler = Ruler([{"label": "number", "pattern": [{"LOWER": {"REGEX": r"^\d+$"}}, {"LOWER": "x", "OP": "?"}]}])
    assert ruler.match(["some", "12"]) == [("number", 1, 2)]
    assert ruler.match(["some"]) == []
