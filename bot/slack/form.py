"""The whole assessment as one form: nine questions in a modal, and the profile that its answers are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from bot.dialogue import echo
from bot.dialogue.interview import changed, questions
from bot.reading import Reading, choices
from bot.slack.kit import Block, plain_text, section
from bot.slack.place import Place

FORM_SENT, REASON_SENT = "assessment", "reason"  # callback ids
SEVERAL = {"work": 13, "priority": 2, "data": 8}  # questions that take more than one choice, and how many
WRITTEN, MORE = "volume", "more"  # the question that is answered in words, and what is written beside
MOST_WORDS, MOST_LABEL, MOST_HINT = 200, 2000, 2000

Read = Callable[[str, str | None], Reading]


def form(place: Place) -> Block:
    """The modal; `place` is where its result is to be said."""
    return {
        "type": "modal",
        "callback_id": FORM_SENT,
        "private_metadata": json.dumps(place.to_dict()),
        "title": plain_text("What fits you?", 24),
        "submit": plain_text("Recommend", 24),
        "close": plain_text("Cancel", 24),
        "blocks": [
            section("Nine questions; what you leave open I ask about, or work without."),
            *(_question(group) for group in questions()),
            _input(MORE, "Anything else? A budget, a country, languages, what must not happen.", True, multiline=True),
        ],
    }


def answers(view: Mapping[str, Any], read: Read) -> tuple[dict[str, Any], dict[str, str]]:
    """The profile that a sent form tells, and what is wrong, by question. `read` is the reader of free text; it may block."""
    state, profile, wrong = view["state"]["values"], dict[str, Any](), dict[str, str]()
    for group in questions():
        given = state.get(group, {}).get(group, {})
        if group == WRITTEN:
            told = read(text, group).profile if (text := given.get("value") or "") else {}
            if text and not {"volume", "employees"} & set(told):
                wrong[group] = questions()[group].hint
        else:
            titles = [one["value"] for one in given.get("selected_options") or ()]
            titles += [given["selected_option"]["value"]] if given.get("selected_option") else []
            told = _joined([choice.profile for choice in choices(group) if choice.title in titles])
        profile = changed(profile, told)
    if more := state.get(MORE, {}).get(MORE, {}).get("value"):
        profile = changed(profile, read(more, "home").profile, adds=True)
    if not profile and not wrong:
        wrong["work"] = questions()["work"].hint
    return profile, wrong


def spoken(profile: Mapping[str, Any]) -> str:
    """The answers as somebody would have typed them."""
    return f"My answers: {'; '.join(echo.phrases(profile))}."


def place_of(view: Mapping[str, Any]) -> Place:
    """Where the result is to be said."""
    return Place.of(json.loads(view["private_metadata"]))


def reason_form(message: int, conversation: str) -> Block:
    """The modal that asks why an answer did not help."""
    about = {"message": message, "conversation": conversation}
    return {
        "type": "modal",
        "callback_id": REASON_SENT,
        "private_metadata": json.dumps(about),
        "title": plain_text("Not helpful", 24),
        "submit": plain_text("Send", 24),
        "close": plain_text("No, thanks", 24),
        "blocks": [_input("reason", "What was missing or wrong?", False, multiline=True, most=500)],
    }


def _question(group: str) -> Block:
    question = questions()[group]
    words = question.text(frozenset())
    if group == WRITTEN:
        return _input(group, words, not question.always, hint=question.hint)
    options = [{"text": plain_text(choice.title), "value": choice.title} for choice in choices(group)]
    several = group in SEVERAL
    element: Block = {
        "type": "multi_static_select" if several else "static_select",
        "action_id": group,
        "placeholder": plain_text("Choose" if not several else "Choose one or more"),
        "options": options,
    }
    if several:
        element["max_selected_items"] = SEVERAL[group]
    return {
        "type": "input",
        "block_id": group,
        "label": plain_text(words, MOST_LABEL),
        "element": element,
        "optional": not question.always,
    }


def _input(
    name: str, label: str, optional: bool, hint: str = "", multiline: bool = False, most: int = MOST_WORDS
) -> Block:
    element = {"type": "plain_text_input", "action_id": name, "multiline": multiline, "max_length": most}
    made = {"type": "input", "block_id": name, "label": plain_text(label, MOST_LABEL), "element": element}
    return {**made, "optional": optional, **({"hint": plain_text(hint, MOST_HINT)} if hint else {})}


def _joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Several choices of one question together; "nothing" beside something is dropped."""
    told: dict[str, Any] = {}
    for part in parts:
        for key, value in part.items():
            if key in told and told[key] != value:
                before = told[key] if isinstance(told[key], list) else [told[key]]
                new = value if isinstance(value, list) else [value]
                told[key] = [one for one in dict.fromkeys([*before, *new]) if one != "none"]
            else:
                told[key] = value
    return told


def reason_of(view: Mapping[str, Any]) -> tuple[int, str, str]:
    """The message and the conversation that a sent reason is about, and the reason."""
    about = json.loads(view["private_metadata"])
    given = view["state"]["values"].get("reason", {}).get("reason", {}).get("value") or ""
    return about["message"], about["conversation"], given
