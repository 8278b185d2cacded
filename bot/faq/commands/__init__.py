"""What the commands of `python -m bot.faq` share."""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # numpy takes half a second, which most commands need not wait for
    from argparse import _SubParsersAction

    from bot.faq.asked import Question
    from bot.faq.vectors import Encode

Commands: TypeAlias = "_SubParsersAction[ArgumentParser]"


class CommandError(Exception):
    """A command cannot do what it was asked; the message says why, and what to write instead."""


@dataclass(frozen=True)
class Rooms:
    """What the commands are lent from other rooms, each opened when it is called and not before.

    `encode` gives sentence vectors anew, `encode_kept` keeps them in a file; `questions` are those unanswered since a moment.
    """

    encode: "Encode"
    encode_kept: "Encode"
    questions: "Callable[[datetime | None], Sequence[Question]]"


def unknown(kind: str, name: str, known: Sequence[str]) -> CommandError:
    """The error for a name that does not exist, with those it may have meant."""
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else "list them first"
    return CommandError(f"there is no {kind} {name}; {hint}")
