"""Another language is told from English."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.recognition.data import blocks
from bot.recognition.language import is_foreign
from bot.recognition.normaliser import WordNormaliser
from bot.recognition.words import is_known

ROOT = Path(__file__).parents[2]
MOST_TAKEN = 18  # eleven that are in another language, and seven with its words or many errors, each understood before


@pytest.mark.parametrize(
    "text",
    [
        "\u00bfQu\u00e9 es BPO?",
        "que es un call center",
        "bpo kya hota hai",
        "qu'est-ce que le BPO",
        "was macht ein call center und wie viel kostet das",
        "Wieviel verdient eigentlich ein Mitarbeiter im Kundendienst?",
        "Jak\u0105 pensj\u0119 dostaje pracownik infolinii?",
        "m\u00fc\u015fteri hizmetleri maa\u015f\u0131 ne kadar",
        "apa itu BPO",
        "ano ang BPO",
        "cosa \u00e8 il BPO",
        "wie ist das",
        "Was bedeutet das?",
        "preise bitte",
        "precios",
        "hablan espanol?",
        "merci beaucoup",
        "quel prix",
        "magkano ba",
        "saan ba ang opisina",
        "naukri chahiye",
        "bpo samjhao",
        "\u0427\u0442\u043e \u0442\u0430\u043a\u043e\u0435 BPO?",
        "\u65e5\u672c\u8a9e\u3067\u8a71\u305b\u307e\u3059\u304b",
        "\u0645\u0627 \u0647\u0648 BPO",
    ],
)
def test_other_languages_are_noticed(text: str) -> None:
    assert is_foreign(text)


def test_nothing_english_that_we_know_is_taken_for_another_language() -> None:
    """But for greetings and thanks in other languages, which are understood before a language is looked for."""
    calibration = [
        row[0]
        for name in ("questions", "out_of_scope")
        for row in csv.reader((ROOT / f"data/calibration/{name}.tsv").open(encoding="utf-8"), delimiter="\t", quoting=3)
    ]
    texts = {text: label for label, card, texts in blocks() for text in [*texts, *card.get("test_questions", ())]}
    mend = WordNormaliser.learn(texts, is_known)
    taken = {text for text in [*texts, *calibration] if is_foreign(text, mend)}
    welcome = {text for text in taken if texts.get(text, "").startswith("smalltalk/")}
    assert welcome <= {"namaste", "hola", "merci", "gracias"}
    assert len(taken - welcome) <= MOST_TAKEN, taken - welcome


def test_typing_errors_are_not_another_language() -> None:
    text = "neerly evry wich way we wil outsorce is beter"
    mended = {
        "neerly": "nearly",
        "evry": "every",
        "wich": "which",
        "wil": "will",
        "outsorce": "outsource",
        "beter": "better",
    }
    assert is_foreign(text)  # by its letters alone it could be
    assert not is_foreign(text, lambda word: mended.get(word, word))


@pytest.mark.parametrize(
    "text",
    [
        "what is bpo",
        "wat is bpo",
        "asdf qwer zxcv",
        "la mesa call center in san diego",
        "does a bpo in las pinas hire",
        "we serve customers in sao paulo and mexico",
        "how do you say hola",
        "bpo vs kpo vs lpo",
        "PO vs SO",
        "ah ok",
        "wat ist it",
        "is das ok",
        "po number",
        "42",
        "?!",
        "",
    ],
)
def test_english_is_not_taken_for_another_language(text: str) -> None:
    assert not is_foreign(text)
