"""A turn's replies are collected whole."""

from __future__ import annotations

from typing import Any

from bot.channels.collector import ReplyCollector


async def collect(*replies: dict[str, Any]) -> list[dict[str, Any]]:
    collector = ReplyCollector()
    for reply in replies:
        await collector.send_response("me", reply)
    return list(collector.messages)


async def test_metadata_is_kept() -> None:
    metadata = {"kind": "answer", "faq": "what_is_bpo", "sources": [{"title": "A book", "year": 2026}]}
    assert await collect({"text": "It is so.", "metadata": metadata}) == [
        {"recipient_id": "me", "text": "It is so.", "metadata": metadata}
    ]


async def test_a_blank_line_does_not_cut_a_reply_in_two() -> None:
    [reply] = await collect({"text": "One.\n\nTwo."})
    assert reply["text"] == "One.\n\nTwo."


async def test_a_reply_is_a_notice_when_nothing_else_is_said() -> None:
    assert [reply["metadata"] for reply in await collect({"text": "So."}, {"text": "So.", "metadata": {}})] == [
        {"kind": "notice"},
        {"kind": "notice"},
    ]


async def test_buttons_are_kept_and_empty_fields_left_out() -> None:
    buttons = [{"title": "What is BPO?", "payload": "What is BPO?"}]
    with_buttons, without = await collect(
        {"text": "So.", "buttons": buttons}, {"text": "So.", "buttons": [], "image": None}
    )
    assert with_buttons["buttons"] == buttons
    assert set(without) == {"recipient_id", "text", "metadata"}


async def test_replies_come_in_order() -> None:
    assert [reply["text"] for reply in await collect({"text": "One."}, {"text": "Two."})] == ["One.", "Two."]


def test_responses_may_have_a_variant_for_rest() -> None:
    assert ReplyCollector.name() == "rest"
