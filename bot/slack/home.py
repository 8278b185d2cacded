"""The bot's home in Slack: where one's assessment stands, and what can be asked; and the words of `/bpo`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dialogue import echo
from bot.dialogue.interview import Interview
from bot.slack.heard import COMMANDS
from bot.slack.kit import FORM, MOST_VIEW_BLOCKS, SAY, Block, button, header, menu, row, section, sections
from bot.slack.mrkdwn import escape
from bot.slack.replies import Body, progress

CHAT = "chat"  # the action that begins or resumes the assessment in the direct messages
ASSESS, RESUME, AGAIN = "Which one do we need?", "Go on with the assessment", "Start over"
PROMPTS = ("What is BPO?", "Is a call center a BPO?", ASSESS, "What does a call center cost?")
INTRODUCTION = (
    "I answer questions about outsourcing (BPO) and call centers, with sources, and find out with you what fits your "
    "business. I'm a bot. Write to me here, mention me in a channel, or use `/bpo`."
)

Topics = Mapping[str, Sequence[str]]  # titles of questions, by heading


def home(topics: Topics, interview: Interview | None, finished: bool) -> Block:
    """The home of somebody whose assessment stands like this; None when none was begun."""
    blocks = [*header("BPO and call centers"), *sections(INTRODUCTION), *_assessment(interview, finished)]
    blocks += [{"type": "divider"}, *_menus(topics)]
    return {"type": "home", "callback_id": "home", "blocks": blocks[:MOST_VIEW_BLOCKS]}


def topics_body(topics: Topics) -> Body:
    """What can be asked, as a message."""
    return {"text": "What I can answer: " + ", ".join(topics), "blocks": _menus(topics)}


def help_body() -> Body:
    """What `/bpo` can do, as a message."""
    lines = [f"`/bpo {word}`: {said}" for word, said in COMMANDS.items()]
    text = "\n".join(["Write to me in our direct messages, mention me in a channel, or use:", *lines])
    return {"text": text, "blocks": sections(text)}


def assess_body() -> Body:
    """How the assessment may be taken, as a message."""
    text = "A few questions, then a recommendation. One after the other in our direct messages, or all in one form?"
    return {"text": text, "blocks": [section(text), row("ways", _ways(ASSESS, "One by one"))]}


def _assessment(interview: Interview | None, finished: bool) -> list[Block]:
    if interview is None or not (interview.profile or interview.skipped):
        return [section("*Which one do you need?* A few questions, then a recommendation."), row("ways", _ways(ASSESS))]
    known = escape("; ".join(echo.phrases(interview.profile))) or "nothing yet"
    if finished:
        told = f"*Your assessment is done.* Your answers: {known}."
        say = [
            button("Show the recommendation", f"{CHAT}:show", value="Show the whole recommendation", style="primary")
        ]
        return [section(told), row("ways", [*say, button(AGAIN, f"{CHAT}:again", value=AGAIN)])]
    step, steps = interview.step, interview.steps
    return [
        section(f"*Your assessment is open.* So far: {known}."),
        progress(min(step, steps), steps),
        row("ways", [*_ways(RESUME, "Go on"), button(AGAIN, f"{CHAT}:again", value=AGAIN)]),
    ]


def _ways(said: str, title: str = "Find out") -> list[Block]:
    return [
        button(title, f"{CHAT}:go", value=said, style="primary"),
        button("All questions in one form", FORM, value=FORM),
    ]


def _menus(topics: Topics) -> list[Block]:
    return [
        section(f"*{escape(heading)}*", accessory=menu("Ask", f"{SAY}:topic", {title: title for title in titles}))
        for heading, titles in topics.items()
    ]
