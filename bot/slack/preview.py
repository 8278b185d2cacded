"""`python -m bot.slack.preview FILE.json > page.html`: Block Kit as a page to look at, roughly as Slack shows it."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

_ROOM = Path(__file__).parent
_LINK = re.compile(r"&lt;(https?://[^|&]*(?:&amp;[^|&]*)*)\|([^&]*(?:&(?!gt;)[^&]*)*)&gt;")
_MARKS = (
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])"), r"<i>\1</i>"),
)

Block = Mapping[str, Any]


def page(surfaces: Sequence[Block]) -> str:
    """Messages and views, one below the other. A message has `text` and `blocks`, a view its `type` and `blocks`."""
    return Template((_ROOM / "preview.html").read_text("utf-8")).substitute(
        surfaces="\n".join(_surface(surface) for surface in surfaces)
    )


def _surface(surface: Block) -> str:
    kind = surface.get("type", "message")
    title = f"<h2>{escape(surface['title']['text'])}</h2>" if "title" in surface else ""
    blocks = "\n".join(_block(block) for block in surface.get("blocks") or ())
    send = f'<p class="row"><button class="primary">{escape(surface["submit"]["text"])}</button></p>' if title else ""
    return f'<section class="{escape(str(kind))}">{title}{blocks or _text({"text": surface["text"]})}{send}</section>'


def _block(block: Block) -> str:
    kind = block["type"]
    if kind == "header":
        return f"<h3>{_text(block['text'])}</h3>"
    if kind == "divider":
        return "<hr>"
    if kind == "context":
        return f'<p class="context">{"".join(_text(one) for one in block["elements"])}</p>'
    if kind == "section":
        fields = "".join(f"<div>{_text(one)}</div>" for one in block.get("fields", ()))
        text = f"<div>{_text(block['text'])}</div>" if "text" in block else ""
        beside = _element(block["accessory"]) if "accessory" in block else ""
        return f'<div class="section">{text}{f"<div class=fields>{fields}</div>" if fields else ""}{beside}</div>'
    if kind == "input":
        label, hint = _text(block["label"]), _text(block["hint"]) if "hint" in block else ""
        optional = " <small>(optional)</small>" if block.get("optional") else ""
        return f'<div class="input"><b>{label}</b>{optional}{_element(block["element"])}<small>{hint}</small></div>'
    return f'<p class="row">{"".join(_element(one) for one in block["elements"])}</p>'


def _element(element: Block) -> str:
    kind = element["type"]
    if kind == "button":
        return f'<button class="{escape(element.get("style", ""))}">{_text(element["text"])}</button>'
    if kind == "feedback_buttons":
        pair = (element["positive_button"], element["negative_button"])
        return "".join(f'<button class="quiet">{_text(one["text"])}</button>' for one in pair)
    if kind == "plain_text_input":
        return "<textarea></textarea>" if element.get("multiline") else "<input>"
    options = "".join(f"<option>{_text(one['text'])}</option>" for one in element["options"])
    first = _text(element["placeholder"])
    return f"<select><option>{first} ({len(element['options'])})</option>{options}</select>"


def _text(given: Block) -> str:
    text = given["text"]
    if given.get("type") == "plain_text":
        return escape(text)
    made = (
        escape(text, quote=False).replace("&amp;amp;", "&amp;").replace("&amp;lt;", "&lt;").replace("&amp;gt;", "&gt;")
    )
    made = _LINK.sub(r'<a href="\1">\2</a>', made)
    for pattern, tag in _MARKS:
        made = pattern.sub(tag, made)
    return made.replace("\n", "<br>")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page to standard output; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.slack.preview", description=__doc__)
    parser.add_argument("file", type=Path, help="a JSON list of messages and views; - reads standard input")
    given = parser.parse_args(arguments)
    try:
        text = sys.stdin.read() if str(given.file) == "-" else given.file.read_text("utf-8")
        sys.stdout.write(page(json.loads(text)))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"{given.file}: not a list of messages and views: {error!r}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
