"""`python -m bot.chat`: talks to the bot in the terminal."""

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import requests

from bot.channels.plain import choices
from bot.command import DONE, FAILED, run
from bot.evaluate.players import Player, new_conversation, open_player
from bot.faq import CatalogError
from bot.model.train import TrainingFailed
from bot.quiet import hush

LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)")
BYE = ("/quit", "/exit")


def render(reply: Mapping[str, Any]) -> str:
    """One reply as text: sources and choices below it."""
    lines = [LINK.sub(r"\1: \2", str(reply.get("text", "")).replace("**", ""))]
    sources = (reply.get("metadata") or {}).get("sources") or []
    lines += [f"   source: {source['title']}, {source['year']}" for source in sources]
    lines += [f"   {choice}" for choice in choices(reply)]
    return "\n".join(lines)


def refusal(error: requests.HTTPError) -> str:
    """What a running bot says of a message that it refuses: the detail of its problem, else the status."""
    try:
        return str(error.response.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return str(error)


def chat(player: Player, lines: Sequence[str] | None = None) -> None:
    """Talk until the input ends or the visitor quits; `lines` stands in for typing."""
    conversation = new_conversation()
    typed = iter(lines) if lines is not None else None
    while True:
        try:
            text = next(typed) if typed is not None else input("you> ")
        except (EOFError, StopIteration, KeyboardInterrupt):
            print()
            return
        if text.strip() in BYE:
            return
        if text.strip():
            try:
                replies = player.send(conversation, text.strip())
            except requests.HTTPError as error:  # this message is refused, as one that is too long; the next may not be
                print(f"bot> {refusal(error)}")
                continue
            for place, reply in enumerate(replies, 1):  # a number picks of the last choices, so no others are shown
                print(f"bot> {render(reply if place == len(replies) else {**reply, 'buttons': []})}")


def main() -> int:
    """Chat from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.chat",
        description="Talk to the bot in the terminal; /quit or Ctrl-D ends. Without --url nothing is stored.",
    )
    parser.add_argument("--url", help="a running bot, such as http://localhost:5005 (default: in this process)")
    given = parser.parse_args()
    hush("WARNING")
    if not given.url:
        print("Loading (10 to 40 seconds; minutes where the model has to be trained first) ...", file=sys.stderr)

    def work() -> int:
        try:
            with open_player(given.url) as player:
                chat(player)
        except requests.RequestException as error:
            print(f"The bot at {given.url} does not answer: {error}", file=sys.stderr)
            return FAILED
        return DONE

    return run(work, CatalogError, TrainingFailed)


if __name__ == "__main__":
    sys.exit(main())
