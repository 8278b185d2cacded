"""Prints the reading of a text as JSON: `python -m bot.reading "about 5k calls a month" --asked volume`."""

from __future__ import annotations

import argparse
import json
import sys

from bot.reading.reader import Reader
from bot.reading.reading import GROUPS


def main(arguments: list[str] | None = None) -> int:
    """Reads the text of the command line; `-` reads standard input."""
    parser = argparse.ArgumentParser(prog="python -m bot.reading", description="Print what a message says, as JSON.")
    parser.add_argument("text", help="the message; - reads standard input")
    parser.add_argument(
        "--asked", metavar="GROUP", choices=list(GROUPS), help=f"the slot group asked: {', '.join(GROUPS)}"
    )
    options = parser.parse_args(arguments)
    text = sys.stdin.read() if options.text == "-" else options.text
    print(json.dumps(Reader().read(text, options.asked).to_dict(), indent=2, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
