"""One conversation on the webhook, as the widget has it, and on Slack: the same is said, the same may be answered."""

from __future__ import annotations

import html
import re
from typing import Any

from tests.slack.workspace import Person, elements, names, shown
from tests.webhook.conftest import Server, Visitor

TALK = (
    "hello",
    "is a call centre a bpo??",
    "cheaper?",
    "can you book me a flight to manila",
    "xqzt flurbl",
    "we need someone to answer our phones, about 8k calls a month, day and night",
    "nobody. wait, what's nearshore?",
    "growth, and no AI please. calls take 5 min",
    "why?",
    "none",
    "skip",
    "US, anywhere is fine",
    "Compare the top two",
    "actually it's email too",
    "thanks",
)
LEFT_OUT = re.compile(
    r"^Question \d+ of \d+\. | 1\. .*$|To take away: .*?\)\. (?=The links)|What would you like to know about it\?$",
    re.DOTALL,
)


def letters(text: str) -> str:
    """What is left of a text without its markup: its words."""
    text = re.sub(r"\[([^\]]+)\]\(https?://[^)]+\)|<https?://[^|>]+\|([^>]+)>", r"\1\2", text)
    return " ".join(re.findall(r"[\w$%.,:;'?/-]+", html.unescape(re.sub(r"[*_`•▰▱]", " ", text)).casefold()))


def sentences(reply: dict[str, Any]) -> list[str]:
    text = reply["text"] if reply["metadata"]["kind"] not in ("question", "clarify", "recommendation") else (
        LEFT_OUT.sub("", reply["text"]))  # fmt: skip
    if reply["metadata"]["kind"] == "recommendation":
        text = re.sub(r"[()]", " ", text)
    return [words for part in re.split(r"(?<=[.?:])\s|\n|\*\*", text) if (words := letters(part).strip(" ."))]


def said(buttons: list[dict[str, str]]) -> set[str]:
    return {button["title"] for button in buttons}


def offered(messages: list[dict[str, Any]]) -> set[str]:
    return {title for one in messages for e in elements(one) if e["block"] == "say" for title in names(e)}


def test_the_same_is_said_on_both(server: Server, jane: Person) -> None:
    visitor = Visitor(server.url)
    recommended = 0
    for text in TALK:
        replies = visitor.say(text)
        jane.slack.event(jane.write(text))
        messages = jane.hear()
        told = letters("\n".join(shown(message) for message in messages))
        for reply in replies:
            missing = [part for part in sentences(reply) if part not in told]
            assert missing == [], f"{text!r}: not on Slack: {missing}\n{told}"
        assert offered(messages) == {t for reply in replies for t in said(reply.get("buttons", []))}, text
        sources = [s for reply in replies for s in reply["metadata"].get("sources", [])]
        assert all(letters(source["title"]) in told for source in sources if "title" in source), text
        links = [reply["metadata"]["links"] for reply in replies if "links" in reply["metadata"]]
        urls = [e["url"] for message in messages for e in elements(message) if e["block"] == "links"]
        assert len(urls) == 3 * len(links), text
        recommended += bool(links)
        rated = [reply for reply in replies if reply["metadata"]["kind"] in ("answer", "recommendation")]
        assert bool(rated) == any(e["type"] == "feedback_buttons" for m in messages for e in elements(m)), text
        steps = [reply["metadata"] for reply in replies if reply["metadata"]["kind"] == "question"]
        assert all(f"question {one['step']} of {one['steps']}" in told for one in steps), text
    assert recommended == 2  # the first one and the revised one


def test_the_answers_are_kept_under_their_numbers(server: Server, jane: Person) -> None:
    """An opinion on Slack is one on the message that the history has under this number."""
    from bot.storage import History
    from tests.webhook.kept import opened

    [answer] = jane.say("what is kpo")
    [value] = [e["positive_button"]["value"] for e in elements(answer) if e["type"] == "feedback_buttons"]
    number, conversation = value[1:].split(" ")
    with opened(server.database_url) as engine:
        [one] = [one for one in History(engine).all(conversation) if one.number == int(number)]
    assert one.metadata["faq"] == "what_is_kpo"
