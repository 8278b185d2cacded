"""The words for what the bot cannot do or did not get, and how often it said so in a row: never twice in the same words."""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from rasa_sdk import Tracker

from bot.dialogue import echo
from bot.dialogue.interview import questions
from bot.reading import choices

STAGES = 2  # misses in a row until a person is offered
MISSED = ("unclear", "none_of_these", None)
# How it is asked which entry was meant: at first, and when the same is offered again.
LEADS = ("Do you mean", "I still can't tell which; is it one of these", "Pick one of these, or ask in other words")


def misses_in_a_row(tracker: Tracker) -> int:
    """How many messages in a row, the latest included, were not understood."""
    intents = (e["parse_data"]["intent"].get("name") for e in reversed(tracker.events) if e.get("event") == "user")
    return max(1, sum(1 for _ in takewhile(lambda name: name in MISSED, intents)))


def shrug(misses: int, none_of_these: bool = False) -> str:
    """What to say after so many messages in a row that were not understood, the last of them perhaps "none of these"."""
    if misses == 1:
        opening = "None of these, then." if none_of_these else "I didn't understand that."
        return (
            f"{opening} Could you put it in other words? A short question works best, "
            'such as "BPO vs call center" or "how are calls billed".'
        )
    if misses == 2:
        return "Still not clear to me, sorry. These are things I can answer:"
    if misses % 2:
        return "I may not be the right one for this. Would you rather talk to a person, or pick something I know?"
    return "That one I don't have either. A person can help with what I can't; else pick one of these:"


def regret(name: str, declined: int) -> str:
    """What to say about what is out of scope, after so many such messages in a row before it."""
    if not declined:
        return (
            f"I can't help with {name}. I know about BPO and call centers: what they are, how they differ, which fits."
        )
    if declined % 2:
        return f"Nor with {name}, sorry: BPO and call centers are all I know. A person may help you further."
    return f"For {name} you need somebody else. If you have a question about BPO or call centers, I can take that."


def which_of(group: str, readings: Sequence[Mapping[str, Any]]) -> str:
    """Ask which of several readings of an answer was meant, in the words of the choices where they have some."""
    titles = [choice.title for choice in choices(group) if choice.profile in readings]
    meant = titles if len(titles) == len(readings) else [phrase for one in readings for phrase in echo.phrases(one)]
    return f"Do you mean: {' or '.join(meant)}?" if meant else questions()[group].hint


def in_a_row(tracker: Tracker, metadata: Mapping[str, Any]) -> int:
    """How many of the bot's last turns, one after the other, had a message with this metadata."""
    said: list[bool] = []
    for event in tracker.events:
        if event.get("event") == "user":
            said.append(False)
        elif event.get("event") == "bot" and said:
            said[-1] |= (event.get("metadata") or {}).get("metadata") == metadata
    return sum(1 for _ in takewhile(bool, reversed(said[:-1])))  # the last turn is the one under way
