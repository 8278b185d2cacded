"""One form for a message however it was typed."""

from __future__ import annotations

import pytest

from bot.recognition.normaliser import WordNormaliser, clean, key, spellings
from bot.recognition.words import is_known

EXAMPLES = [
    "what is outsourcing",
    "outsourcing of payroll",
    "payroll and outsourcing",
    "what does a call center cost",
    "call center or bpaas",
    "what is bpaas",
    "who owns the hiring process",
    "outsorcing",
]


@pytest.fixture(scope="module")
def normaliser() -> WordNormaliser:
    return WordNormaliser.learn(EXAMPLES, is_known)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("What Is BPO?", "what is bpo?"),
        ("  what\tis \n bpo ", "what is bpo"),
        ("what\u2019s the diff b/w these", "what is the difference between these"),
        ("call centre or callcentre", "call center or call center"),
        ("hello \U0001f600\u200b there", "hello there"),
        ("\uff22\uff30\uff2f", "bpo"),
        ("BPO vs. call center", "bpo vs call center"),
        ("pls tell me", "please tell me"),
    ],
)
def test_a_message_is_cleaned(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


def test_spellings_come_from_the_table() -> None:
    assert spellings()["backoffice"] == "back office"


def test_a_spelling_at_the_end_of_a_sentence_counts_too() -> None:
    assert clean("which is the best callcentre.") == "which is the best call center."


def test_single_letters_in_names_are_left_alone() -> None:
    assert "r&d" in clean("R&D outsourcing")


@pytest.mark.parametrize("text", ["what is bpo", "What is BPO?!", "  WHAT - is (bpo)...", "whats bpo"])
def test_texts_that_a_person_would_call_the_same_share_a_key(text: str) -> None:
    assert key(text) == "what is bpo"


def test_a_hyphen_does_not_hide_a_spelling() -> None:
    assert key("call-centre") == key("call center")


def test_texts_that_differ_in_a_word_have_different_keys() -> None:
    assert key("what is bpo") != key("what is kpo")


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("what is outsorcing", "what is outsourcing"),
        ("What is OUTSUORCING?", "what is outsourcing?"),
        ("payrol, outsorcing", "payroll, outsourcing"),
        ("cal center", "cal center"),  # too short to be corrected safely
        ("our bpaas", "our bpaas"),  # a term of the field
        ("a zebra", "a zebra"),  # English, though in no example
        ("xqzvwk", "xqzvwk"),  # like nothing
    ],
)
def test_typing_errors_are_corrected_to_words_of_the_examples(
    normaliser: WordNormaliser, typed: str, corrected: str
) -> None:
    assert normaliser(typed) == corrected


def test_a_typing_error_at_the_end_of_a_sentence_is_corrected_too(normaliser: WordNormaliser) -> None:
    assert normaliser("tell me about outsorcing.") == "tell me about outsourcing."


def test_misspellings_that_authors_planted_are_not_learnt(normaliser: WordNormaliser) -> None:
    assert "outsorcing" not in normaliser.vocabulary and "bpaas" in normaliser.vocabulary


def test_among_equally_near_words_the_first_letter_decides() -> None:
    near = WordNormaliser({"boast": 1, "toast": 9}, {}, is_word=lambda word: False)
    assert near("boastt") == "boast"


def test_among_equally_near_words_with_the_same_start_the_commoner_wins() -> None:
    near = WordNormaliser({"stake": 1, "state": 9}, {}, is_word=lambda word: False)
    assert near("stahe") == "state"


@pytest.fixture(scope="module")
def fixed() -> WordNormaliser:
    """One that met "call center" often."""
    return WordNormaliser.learn(["a call center here"] * 8 + ["ring us", "a mall"], is_known)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what is a cal center", "what is a call center"),  # no word
        ("any cell center", "any call center"),  # a word, but not in this expression
        ("cell phones", "cell phones"),  # another expression
        ("a mall center", "a mall center"),  # a word of the examples means itself
        ("Cal centre, please?", "call center, please?"),  # the spelling comes first
        ("a call renters", "a call renters"),  # two edits away
        ("c4ll center", "c4ll center"),
        ("cell", "cell"),
        ("", ""),
    ],
)
def test_an_expression_that_is_fixed_tells_what_was_meant(fixed: WordNormaliser, typed: str, meant: str) -> None:
    assert fixed(typed) == meant


def test_what_was_learnt_makes_the_same_normaliser(fixed: WordNormaliser) -> None:
    again = WordNormaliser(*fixed.learnt, is_known)
    assert again.learnt == fixed.learnt
    assert again("what is a cal center") == fixed("what is a cal center")


def test_two_words_that_met_a_few_times_are_no_fixed_expression(
    fixed: WordNormaliser, normaliser: WordNormaliser
) -> None:
    assert fixed.pairs == {"a call": 8, "call center": 8, "center here": 8}
    assert normaliser.pairs == {} and normaliser("cell center") == "cell center"


def test_the_word_before_tells_as_well_as_the_word_after() -> None:
    near = WordNormaliser({"call": 9, "center": 9}, {"call center": 9}, is_word=lambda word: True)
    assert near("our call renter") == near("our cell center") == "our call center"


def test_of_two_expressions_the_commoner_was_meant() -> None:
    pairs = {"call center": 9, "bell center": 8}
    near = WordNormaliser({"call": 9, "bell": 99, "center": 9}, pairs, is_word=lambda word: True)
    assert near("cell center") == "call center"
