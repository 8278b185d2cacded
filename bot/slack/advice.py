"""A recommendation in Slack: the verdict, why, what would change it, the figures, and where to take it away."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.kit import LINKS, Block, button, context, fields, header, row, sections
from bot.slack.mrkdwn import escape, mrkdwn
from bot.takeaway.phrases import capital, dollars, figure, places

WHOLE = 3  # texts from which on the advice is told as a whole, and not only what has changed
_LEAD = re.compile(r"\*\*.*?\*\*\s*")
_NAMES = {"page": "Read or print it", "pdf": "PDF", "markdown": "Markdown"}

Reply = Mapping[str, Any]


def advice(replies: Sequence[Reply]) -> list[Block]:
    """The blocks of the messages of one turn that carry the same recommendation."""
    told = replies[0]["metadata"]["recommendation"]
    invitation = next((reply for reply in replies if reply["metadata"].get("links")), None)
    texts = [reply["text"] for reply in replies if reply is not invitation]
    figures = [fields([(name, escape(value)) for name, value in rows])] if (rows := facts(told)) else []
    whole = len(texts) >= WHOLE
    blocks = [*header(told["verdict_text"]), *sections(_sure(texts[0])), *figures] if whole else []
    for text in texts[whole:]:
        blocks += sections(text)
    blocks += [] if whole else figures
    if invitation:
        blocks += _take_away(invitation)
    return blocks


def facts(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Place, cost and staffing in a few words each, where they are known; of several kinds of work the cost only."""
    rows = []
    place, cost, staff = told["location"], told["cost_month"], told["staffing"]
    if told["option"] != "INHOUSE" and not told["workstreams"]:
        rows.append(("Where", places([code for code in (place["best"], place["second"]) if code])))
    if cost["low"] is not None:
        rows.append(("Indicative cost", f"{dollars(cost)} a month, not a quote"))
    if staff["people"] is not None and not told["workstreams"]:
        rows.append(("People to plan for", figure(staff["people"])))
    return rows


def _sure(verdict: str) -> str:
    """The verdict without its headline, and without the parentheses around how sure it is."""
    rest = _LEAD.sub("", verdict, count=1)
    return capital(re.sub(r"^\((.*?)\)\.?", r"\1.", rest))


def _take_away(invitation: Reply) -> list[Block]:
    text, links = invitation["text"], invitation["metadata"]["links"]
    buttons = [button(title, f"{LINKS}:{name}", url=links[name]) for name, title in _NAMES.items()]
    note = re.sub(r"^\W+", "", text[text.rfind(")") + 1 :])  # what is said behind the links
    return [row(LINKS, buttons), *([context(mrkdwn(note))] if note else [])]
