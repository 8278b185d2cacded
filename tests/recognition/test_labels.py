"""Labels say what Rasa's intents and the entries' slugs are."""

from __future__ import annotations

from bot.recognition.labels import intent_of, label_of, slug_of


def test_a_retrieval_intent_is_its_own_label() -> None:
    assert label_of("faq", "faq/what_is_bpo", {"title": "What is BPO?"}) == "faq/what_is_bpo"


def test_a_kind_on_the_card_makes_labels_of_one_intent() -> None:
    assert label_of("out_of_scope", None, {"kind": "weather"}) == "out_of_scope/weather"


def test_a_plain_intent_is_its_own_label() -> None:
    assert label_of("skip", None, {}) == "skip"


def test_a_label_splits_into_intent_and_slug() -> None:
    assert (intent_of("faq/what_is_bpo"), slug_of("faq/what_is_bpo")) == ("faq", "what_is_bpo")
    assert (intent_of("skip"), slug_of("skip")) == ("skip", "")
