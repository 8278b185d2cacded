"""Every file of the content owner's, all errors at once."""

from __future__ import annotations

from collections import defaultdict

from bot.faq import FaqCatalog
from bot.faq.check import check
from bot.recognition.data import blocks
from bot.recognition.normaliser import key

SEED_ENTRIES = 44


def test_every_entry_and_unwritten_topic_is_in_order() -> None:
    problems = check()
    assert not problems, "\n".join(problems)


def test_all_entries_that_the_seeds_answer_are_written() -> None:
    catalog = FaqCatalog.load()
    assert len(catalog) >= SEED_ENTRIES
    assert "are_you_a_provider" in catalog
    assert not set(catalog) & set(catalog.unwritten)


def test_no_words_stand_for_two_meanings() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for label, card, texts in blocks():
        for text in [*texts, *card.get("test_questions", ())]:
            owners[key(text)].add(label)
    twice = {words: sorted(labels) for words, labels in owners.items() if len(labels) > 1 and words}
    assert not twice


def test_no_held_out_question_is_learnt_from() -> None:
    learnt = {key(text) for _, _, texts in blocks() for text in texts}
    held_out = {key(text) for _, card, _ in blocks() for text in card.get("test_questions", ())}
    assert not (learnt & held_out) - {""}


def test_every_title_is_unique_so_that_a_button_means_one_thing() -> None:
    titles = [key(card["title"]) for _, card, _ in blocks() if "title" in card]
    assert len(titles) == len(set(titles))
