"""Between our light Markdown, Slack's mrkdwn, and plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

MOST = 3000  # characters of a text in a block

_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|\*\*(?=\S)(?P<strong>.+?)(?<=\S)\*\*"
    r"|(?<![\w*])(?P<mark>[*_])(?=\S)(?P<emphasis>[^*_\n]+)(?<=\S)(?P=mark)(?![\w*])"
    r"|\[(?P<label>[^\[\]\n]+)\]\((?P<address>https?://[^\s()<>\"]+)\)"
)
_ITEM = re.compile(r"^(\s*)[-*]\s+")
_TOKEN = re.compile(r"<([^<>\n]*)>")
_PLACES = tuple(re.compile(place) for place in (r"(?<=\n)", r"(?<=[.!?] )", r"(?<=[;:,] )", r"(?<= )"))


def escape(text: str) -> str:
    """Text in which nothing is a mention, a link or a special word for Slack."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(label: str, address: str) -> str:
    """A link; the label is plain text."""
    return f"<{escape(address).replace('|', '%7C')}|{escape(label).replace('|', '/')}>"


def mrkdwn(markdown: str) -> str:
    """Our Markdown (bold, italics, code, links, lists) as Slack's."""
    return "\n".join(_inline(_ITEM.sub(r"\1• ", line)) for line in markdown.split("\n"))


def _inline(text: str) -> str:
    parts, end = [], 0
    for found in _INLINE.finditer(text):
        parts.append(escape(text[end : found.start()]))
        end = found.end()
        if found["code"]:
            parts.append(f"`{escape(found['code'])}`")
        elif found["strong"]:
            parts.append(f"*{_inline(found['strong'])}*")
        elif found["emphasis"]:
            parts.append(f"_{escape(found['emphasis'])}_")
        else:
            parts.append(link(found["label"], found["address"]))
    return "".join([*parts, escape(text[end:])])


def texts(markdown: str, most: int = MOST) -> list[str]:
    """The Markdown as mrkdwn, in parts of at most so many characters, cut where it hurts least."""
    parts: list[str] = []
    whole = ""
    for piece in _pieces(markdown, most):
        longer = whole + piece
        if whole and len(mrkdwn(longer).strip()) > most:
            parts.append(whole)
            longer = piece
        whole = longer
    return [made for part in [*parts, whole] if (made := mrkdwn(part).strip())]


def _pieces(markdown: str, most: int, places: Sequence[re.Pattern[str]] = _PLACES) -> Iterator[str]:
    """Lines; those that are too long by themselves in sentences, clauses, words or, at worst, anywhere."""
    if len(mrkdwn(markdown)) <= most and places is not _PLACES:
        yield markdown
    elif places:
        for piece in places[0].split(markdown):
            yield from _pieces(piece, most, places[1:])
    else:
        room = most // 5  # a character may be written with five: &amp;
        yield from (markdown[start : start + room] for start in range(0, len(markdown), room))


def plain(text: str, bot: str | None = None) -> str:
    """What somebody wrote in Slack as plain text; the mention of the bot itself is dropped."""

    def said(found: re.Match[str]) -> str:
        token, _, label = found[1].partition("|")
        if token.startswith("@"):
            return "" if bot and token == f"@{bot}" else f"@{label}" if label else "@someone"
        if token.startswith("#"):
            return f"#{label}" if label else "#channel"
        if token.startswith("!"):
            return label or "@" + token[1:].partition("^")[0]
        return label or token.removeprefix("mailto:").removeprefix("tel:")

    return html.unescape(_TOKEN.sub(said, text)).strip()


def clipped_lines(text: str, most: int, between: str = "\n") -> str:
    """As many whole parts of the text as fit, so that no link and no mark is cut in two."""
    if len(text) <= most:
        return text
    kept = ""
    for part in text.split(between):
        longer = f"{kept}{between}{part}" if kept else part
        if len(longer) > most - 2:
            break
        kept = longer
    return f"{kept} …" if kept else "…"
