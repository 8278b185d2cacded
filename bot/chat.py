"""`python -m bot.chat`: talks to the bot in the terminal."""

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import requests

from bot.channels.plain import choices
from bot.evaluate.players import Player, new_conversation, open_player
from bot.faq import CatalogError
from bot.model.train import TrainingFailed
from bot.quiet import hush
from bot.settings import SettingsError

LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)")
BYE = ("/quit", "/exit")


def render(reply: Mapping[str, Any]) -> str:
    """One reply as text: sources and choices below it."""
    lines = [LINK.sub(r"\1: \2", str(reply.get("text", "")).replace("**", ""))]
    sources = (reply.get("metadata") or {}).get("sources") or []
    lines += [f"   source: {source['title']}, {source['year']}" for source in sources]
    lines += [f"   {choice}" for choice in choices(reply)]
    return "\n".join(lines)


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
            replies = player.send(conversation, text.strip())
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
    try:
        with open_player(given.url) as player:
            chat(player)
    except (CatalogError, SettingsError, TrainingFailed) as error:
        print(error, file=sys.stderr)
        return 1
    except requests.RequestException as error:
        print(f"The bot at {given.url} does not answer: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
