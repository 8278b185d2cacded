"""Our Markdown as Slack's, and what people write in Slack as plain text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.mrkdwn import clipped_lines, escape, mrkdwn, plain, texts


@pytest.mark.parametrize(
    ("ours", "slacks"),
    [
        ("**You need a call center**, now", "*You need a call center*, now"),
        ("an *italic* and an _italic_ word", "an _italic_ and an _italic_ word"),
        ("`code`", "`code`"),
        ("[a page](https://a.example/x?a=1&b=2)", "<https://a.example/x?a=1&amp;b=2|a page>"),
        ("- one\n- two\n1. three", "• one\n• two\n1. three"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<!channel> and <@U1>", "&lt;!channel&gt; and &lt;@U1&gt;"),
        ("[x](javascript:alert)", "[x](javascript:alert)"),
        ("**bold with *italics* in it**", "*bold with _italics_ in it*"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("[a|b](https://a.example)", "<https://a.example|a/b>"),
    ],
)
def test_markdown_becomes_mrkdwn(ours: str, slacks: str) -> None:
    assert mrkdwn(ours) == slacks


@pytest.mark.parametrize(
    ("slacks", "said"),
    [
        ("<@UBOT> what is BPO?", "what is BPO?"),
        ("ask <@U2> or <@U3|jane>", "ask @someone or @jane"),
        ("in <#C1|general> &amp; here", "in #general & here"),
        ("<https://a.example|the page> &lt;3", "the page <3"),
        ("<https://a.example>", "https://a.example"),
        ("<mailto:jane@a.example|jane@a.example>, <tel:+15550100|+1 555 0100>", "jane@a.example, +1 555 0100"),
        ("<!here> <!subteam^S1|@team> hi", "@here @team hi"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_what_people_write_becomes_text(slacks: str, said: str) -> None:
    assert plain(slacks, "UBOT") == said


@given(st.text())
def test_nothing_escaped_is_markup_and_all_of_it_is_said(text: str) -> None:
    assert not re.search(r"[<>]", escape(text))
    assert plain(escape(text)) == text.strip()


@given(st.text(alphabet=st.sampled_from("ab &<>.\n*_"), max_size=400), st.integers(50, 120))
def test_a_long_text_is_cut_and_nothing_of_it_lost(text: str, most: int) -> None:
    parts = texts(text, most)
    assert all(0 < len(part) <= most for part in parts)
    if not set("*_<>&") & set(text):
        assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_text_is_cut_between_sentences() -> None:
    parts = texts("One sentence is here. " * 20, 100)
    assert all(part.endswith(".") for part in parts) and len(parts) > 1


@given(st.lists(st.text(min_size=1, max_size=30).filter(lambda part: "\n" not in part)), st.integers(10, 60))
def test_only_whole_parts_are_left_out(parts: list[str], most: int) -> None:
    clipped = clipped_lines("\n".join(parts), most)
    assert len(clipped) <= most or clipped == "…"
    assert "\n".join(parts).startswith(clipped.removesuffix("…").removesuffix(" "))
