"""Letters to Slack: within its limits, and nothing in them is a mention or a link of the visitor's."""

from __future__ import annotations

from dataclasses import replace

from bot.handoff import Letter, Line
from bot.handoff.slack import SlackCarrier, payload
from tests.handoff.conftest import WRITTEN
from tests.receivers import Hook


def said(letter: Letter) -> str:
    return "\n".join(block["text"]["text"] for block in payload(letter)["blocks"])


async def test_a_letter_arrives(hook: Hook, letter: Letter) -> None:
    await SlackCarrier(hook.url).deliver(letter)
    [posted] = hook.posts
    assert posted.json == payload(letter)
    assert "Contact: jane@example.com" in said(letter) and "How can they reach you?" in said(letter)


def test_what_a_visitor_wrote_is_only_text(letter: Letter) -> None:
    assert payload(letter)["text"] == letter.subject
    assert {block["text"]["type"] for block in payload(letter)["blocks"]} == {"plain_text"}
    assert "<!channel>" in said(letter)


def test_a_long_conversation_fits_and_ends_with_its_end(letter: Letter) -> None:
    lines = tuple(Line("visitor", f"{number} {'word ' * 190}", WRITTEN) for number in range(400))
    long = replace(letter, lines=lines)
    blocks = payload(long)["blocks"]
    assert len(blocks) <= 50 and all(0 < len(block["text"]["text"]) <= 3000 for block in blocks)
    assert "399 word" in said(long) and " 0 word" not in said(long) and "left out" in said(long)
    assert "Contact: jane@example.com" in said(long)


def test_a_line_longer_than_a_block_is_cut_into_blocks(letter: Letter) -> None:
    long = replace(letter, lines=(Line("bot", "x" * 7000, WRITTEN),))
    assert said(long).count("x") >= 7000
    assert all(len(block["text"]["text"]) <= 3000 for block in payload(long)["blocks"])
