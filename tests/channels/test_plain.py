"""Who sees no buttons reads the choices."""

from __future__ import annotations

from typing import Any

from bot.channels.plain import choices, without_buttons


def reply(text: str, *titles: str, **metadata: Any) -> dict[str, Any]:
    return {"text": text, "buttons": [{"title": title, "payload": title} for title in titles], "metadata": metadata}


def test_the_choices_of_the_last_reply_are_numbered_lines_and_no_others() -> None:
    replies = [reply("One.", "a", "b", kind="answer"), reply("Two.", "c", "d", kind="answer")]
    assert without_buttons(replies) == [
        {"text": "One.", "metadata": {"kind": "answer"}},
        {"text": "Two.\n1. c\n2. d", "metadata": {"kind": "answer"}},
    ]
    assert replies[1]["text"] == "Two." and replies[0]["buttons"], "what is stored stays as it is"


def test_where_a_number_is_an_amount_choices_have_none() -> None:
    assert choices(reply("How much?", "Under 500", kind="question", slot="volume")) == ["- Under 500"]


def test_choices_that_the_text_has_are_not_repeated() -> None:
    assert without_buttons([reply("Do you mean: 1. a 2. b", "a", "b", kind="clarify")])[0]["text"].count("1. a") == 1


def test_without_choices_nothing_is_added() -> None:
    assert without_buttons([reply("Yes.", kind="notice")]) == [{"text": "Yes.", "metadata": {"kind": "notice"}}]
    assert without_buttons([]) == []
