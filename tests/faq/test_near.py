"""Examples of different entries in nearly the same words are found, whole questions of their own are not."""

from __future__ import annotations

import time

import pytest

from bot.faq.near import near_pairs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bpo scorecard", "scorecard BPO?"),
        ("what is a call centre for a startup", "what is a call center for a startup"),
        ("how much do the call centers charge us", "how much do call centers charge us"),
        ("what skils does a call center agent need", "what skills does a call center agent need"),
    ],
)
def test_the_same_question_but_for_order_small_words_and_spelling_is_found(one: str, other: str) -> None:
    assert list(near_pairs([("a", one), ("b", other)])) == [(("a", one), ("b", other))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What does KPO stand for?", "What does LPO stand for?"),
        ("what is the onshore team of a provider paid", "what is the offshore team of a provider paid"),
        ("call center outsourcing risk", "call center outsourcing prices"),
        ("rpo vs staffing agency", "bpo vs staffing agency"),
        ("what is bpo", "What is BPO?"),  # the same words: reported as such
    ],
)
def test_another_word_makes_another_question(one: str, other: str) -> None:
    assert list(near_pairs([("a", one), ("b", other)])) == []


def test_one_entry_may_say_the_same_twice() -> None:
    assert list(near_pairs([("a", "bpo scorecard"), ("a", "scorecard bpo")])) == []


def test_the_pairs_of_some_entries_may_be_asked_for() -> None:
    examples = [("a", "bpo scorecard"), ("b", "scorecard bpo"), ("c", "pay rates"), ("d", "rates pay")]
    assert list(near_pairs(examples, {"d"})) == [(("d", "rates pay"), ("c", "pay rates"))]


def test_nine_thousand_examples_take_no_time_to_speak_of() -> None:
    examples = [
        (str(n % 130), f"how does a {n % 90}th call center number {n} handle its busy days") for n in range(9000)
    ]
    began = time.process_time()
    list(near_pairs(examples))
    assert time.process_time() - began < 10  # 0.3 s on an idle machine
