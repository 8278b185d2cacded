"""`sensitivity`: what other weights, rules and fits would change."""

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from bot.assessment.cases import CASES, CaseError, read_cases
from bot.assessment.commands import CommandError
from bot.assessment.sensitivity import sensitivity
from bot.assessment.sensitivity_report import as_json, as_text
from bot.assessment.tables import table

PICTURES = (".png", ".svg")


def add_to(parser: ArgumentParser) -> None:
    """Add the arguments to the parser."""
    parser.add_argument(
        "--by",
        type=_percent,
        metavar="PERCENT",
        help="how far each is moved, of itself (default: as far as for confidence, 30)",
    )
    parser.add_argument("--cases", type=Path, default=CASES, metavar="FILE", help=f"the cases, YAML (default {CASES})")
    parser.add_argument("--json", action="store_true", help="print everything as one JSON object")
    parser.add_argument("--plot", type=_picture, metavar="FILE", help="also draw it, as FILE.png or FILE.svg")


def run(options: Namespace) -> int:
    """Draw the analysis where asked, and print it as tables or JSON."""
    share = table("confidence")["draws"]["spread"] if options.by is None else options.by / 100
    try:
        found = sensitivity(read_cases(options.cases), share)
    except OSError as error:
        raise CommandError(f"{options.cases}: cannot be read: {error.strerror}") from None
    except CaseError as error:
        raise CommandError(str(error)) from None
    if options.plot:
        from bot.assessment.sensitivity_plot import draw_sensitivity

        try:
            draw_sensitivity(found, options.plot)
        except OSError as error:
            raise CommandError(f"{options.plot}: cannot be written: {error.strerror}") from None
    if options.json:
        print(json.dumps(as_json(found), indent=2))
    else:
        print(
            f"One number of the tables moved at a time, by {100 * share:g}% of itself, in the cases of {options.cases}.\n"
        )
        print(as_text(found))
    return 0


def _percent(text: str) -> float:
    try:
        percent = float(text)
        if 0 < percent <= 100:
            return percent
    except ValueError:
        pass
    raise ArgumentTypeError(f"{text!r} is not a share; write percent, above 0 and at most 100, such as 30")


def _picture(text: str) -> Path:
    if Path(text).suffix.lower() not in PICTURES:
        raise ArgumentTypeError(f"{text!r} is no picture; write a name that ends in {' or '.join(PICTURES)}")
    return Path(text)
