"""Another language is told from English."""

from __future__ import annotations

import pytest

from bot.recognition.language import is_foreign


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
        "\u0427\u0442\u043e \u0442\u0430\u043a\u043e\u0435 BPO?",
        "\u65e5\u672c\u8a9e\u3067\u8a71\u305b\u307e\u3059\u304b",
        "\u0645\u0627 \u0647\u0648 BPO",
    ],
)
def test_other_languages_are_noticed(text: str) -> None:
    assert is_foreign(text)


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
        "42",
        "?!",
        "",
    ],
)
def test_english_is_not_taken_for_another_language(text: str) -> None:
    assert not is_foreign(text)
