"""The webhook's body is read as Rasa's clients send it, and what is wrong with anything else is said."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.message import MAX_DEPTH, MAX_MESSAGE, MAX_SENDER, BadMessage, read_message

GOOD = {"sender": "me", "message": "What is BPO?"}


def test_a_message_is_read() -> None:
    message = read_message({**GOOD, "metadata": {"page": "/pricing"}})
    assert (message.text, message.sender_id, message.input_channel) == ("What is BPO?", "me", "rest")
    assert message.metadata == {"page": "/pricing"} and message.output_channel.messages == []


def test_metadata_may_be_left_out() -> None:
    assert read_message(GOOD).metadata == {} == read_message({**GOOD, "metadata": None}).metadata


def test_every_message_has_an_id_of_its_own() -> None:
    assert read_message(GOOD).message_id != read_message(GOOD).message_id


def test_the_longest_message_of_the_longest_sender_is_read() -> None:
    message = read_message({"sender": "s" * MAX_SENDER, "message": "m" * MAX_MESSAGE})
    assert (len(message.sender_id), len(message.text)) == (MAX_SENDER, MAX_MESSAGE)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (None, "Send a JSON object"),
        ([], "Send a JSON object"),
        ("hello", "Send a JSON object"),
        ({}, '"sender" has to be'),
        ({"message": "hello"}, '"sender" has to be'),
        ({**GOOD, "sender": ""}, '"sender" has to be'),
        ({**GOOD, "sender": 7}, '"sender" has to be'),
        ({**GOOD, "sender": "s" * (MAX_SENDER + 1)}, '"sender" has to be'),
        ({"sender": "me"}, '"message" has to be'),
        ({**GOOD, "message": None}, '"message" has to be'),
        ({**GOOD, "message": 7}, '"message" has to be'),
        ({**GOOD, "message": ""}, '"message" has to be'),
        ({**GOOD, "message": " \n\t"}, '"message" has to be'),
        ({**GOOD, "message": "m" * (MAX_MESSAGE + 1)}, f"at most {MAX_MESSAGE}"),
        ({**GOOD, "metadata": "page"}, '"metadata" has to be an object'),
        ({**GOOD, "metadata": ["page"]}, '"metadata" has to be an object'),
    ],
)
def test_what_is_no_message_is_refused_with_what_to_send(body: Any, said: str) -> None:
    with pytest.raises(BadMessage) as refused:
        read_message(body)
    assert said in str(refused.value)


@pytest.mark.parametrize(("text", "mended"), [("a\x00b", "a b"), ("bpo \ud83d", "bpo ?")])
def test_a_message_that_cannot_be_stored_is_mended_and_such_a_sender_refused(text: str, mended: str) -> None:
    assert read_message({**GOOD, "message": text}).text == mended
    with pytest.raises(BadMessage, match="sender"):  # mended, it could be the name of another conversation
        read_message({**GOOD, "sender": text})


def test_a_message_of_nuls_only_is_empty() -> None:
    with pytest.raises(BadMessage):
        read_message({**GOOD, "message": "\x00"})


def nested(depth: int) -> dict[str, Any]:
    """Objects and lists by turns, `depth` of them in one another."""
    value: Any = 1
    for level in range(depth, 0, -1):
        value = {"a": value} if level % 2 else [value]
    return dict(value)


@pytest.mark.parametrize("depth", [1, 2, MAX_DEPTH])
def test_metadata_may_be_nested(depth: int) -> None:
    assert read_message({**GOOD, "metadata": nested(depth)}).metadata == nested(depth)


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 5000])
def test_metadata_that_is_nested_too_deep_is_refused(depth: int) -> None:
    with pytest.raises(BadMessage, match="deep"):
        read_message({**GOOD, "metadata": nested(depth)})
