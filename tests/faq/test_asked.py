"""Unanswered questions are grouped by likeness, most asked first."""

from __future__ import annotations

from typing import Any

from bot.faq.asked import Asked, asked_most


def asked(folder: Any, *texts: str, like: float = 0.8) -> list[tuple[str, int]]:
    for text in texts:
        folder.ask(text)
    return [(one.wordings[0], one.count) for one in asked_most(folder.questions, folder.encode, like)]


def test_the_same_words_are_one_question_however_typed(folder: Any) -> None:
    assert asked(folder, "pays who?", "what is RPO", "What is rpo?", "what is RPO") == [
        ("what is RPO", 3),
        ("pays who?", 1),
    ]


def test_wordings_that_mean_the_same_are_one_question_led_by_the_commonest(folder: Any) -> None:
    texts = ["so what is rpo please", "what is rpo please", "what is rpo please", "who pays"]
    assert asked(folder, *texts) == [("what is rpo please", 3), ("who pays", 1)]
    assert asked_most(folder.questions, folder.encode)[0].wordings == ("what is rpo please", "so what is rpo please")


def test_how_like_is_like_is_for_the_asker(folder: Any) -> None:
    assert len(asked(folder, "what is rpo please", "so what is rpo please", like=0.99)) == 2


def test_the_guess_that_came_nearest_is_told(folder: Any) -> None:
    folder.ask("what is rpo", guess="faq/what_is_bpo", score=0.2)
    folder.ask("what is rpo", guess="faq/what_is_lpo", score=0.4)
    folder.ask("what is rpo")
    [found] = asked_most(folder.questions, folder.encode)
    assert (found.guess, found.score, found.count) == ("faq/what_is_lpo", 0.4, 3)


def test_of_equally_often_asked_questions_the_latest_comes_first(folder: Any) -> None:
    folder.ask("what is rpo", days_ago=2)
    folder.ask("who pays", days_ago=1)
    assert [one.wordings[0] for one in asked_most(folder.questions, folder.encode)] == ["who pays", "what is rpo"]


def test_what_has_no_words_is_a_question_too(folder: Any) -> None:
    assert asked(folder, "???", "\U0001f600", "???") == [("???", 2), ("\U0001f600", 1)]


def test_what_may_lead_to_a_person_is_nobodys_question(folder: Any) -> None:
    texts = ["who pays? jane@example.com", "who\x1b[2J pays\n+1 555 010 0200"]
    for text in texts:
        folder.ask(text)
    wordings = {wording for one in asked_most(folder.questions, folder.encode) for wording in one.wordings}
    assert wordings == {"who pays? [e-mail]", "who [2J pays [number]"}


def test_without_questions_nothing_was_asked(folder: Any) -> None:
    assert asked(folder) == []


def test_a_question_can_be_given_to_other_programs(folder: Any) -> None:
    folder.ask("what is rpo", guess="faq/what_is_lpo", score=0.4)
    [found] = asked_most(folder.questions, folder.encode)
    assert isinstance(found, Asked) and found.as_json() == {
        "question": "what is rpo",
        "count": 1,
        "last": folder.questions[0].created.isoformat(),
        "guess": "faq/what_is_lpo",
        "score": 0.4,
        "wordings": ["what is rpo"],
    }
