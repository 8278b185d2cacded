"""`PROFILE.json`: the recommendation for a profile."""

import json
import sys
from argparse import ArgumentParser, Namespace

from bot.assessment.advisor import recommend
from bot.assessment.commands import CommandError
from bot.assessment.profile import Profile, ProfileError
from bot.assessment.wording import messages


def add_to(parser: ArgumentParser) -> None:
    """Add the arguments to the parser."""
    parser.add_argument("profile", metavar="PROFILE.json", help="the profile, a JSON object; - reads standard input")
    parser.add_argument("--text", action="store_true", help="print it as it is said in chat instead")
    parser.add_argument("--draws", type=int, default=400, help="weight draws behind the confidence (default 400)")


def run(options: Namespace) -> int:
    """Print the recommendation as JSON, or with --text as it is said in chat."""
    try:
        advice = recommend(Profile.from_dict(_read(options.profile)), draws=options.draws)
    except OSError as error:
        raise CommandError(f"{options.profile}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CommandError(f"{options.profile}: is not UTF-8 text") from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise CommandError(f"{options.profile}: is not JSON that can be read: {error}") from None
    except ProfileError as error:
        raise CommandError("\n".join(f"{options.profile}: {problem}" for problem in error.problems)) from None
    print("\n\n".join(messages(advice)) if options.text else json.dumps(advice.to_dict(), indent=2, ensure_ascii=False))
    return 0


def _read(path: str) -> dict[str, object]:
    if path == "-":
        text = sys.stdin.read()
    else:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    profile: dict[str, object] = json.loads(text)
    return profile
