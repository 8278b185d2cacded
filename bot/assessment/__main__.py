"""`python -m bot.assessment PROFILE.json`: print the recommendation for a profile."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from bot.assessment import Profile, ProfileError, recommend
from bot.assessment.wording import messages


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a recommendation as JSON, or with --text as it is said in chat; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.assessment", description="Print the recommendation for a profile, as JSON."
    )
    parser.add_argument("profile", metavar="PROFILE.json", help="the profile, a JSON object; - reads standard input")
    parser.add_argument("--text", action="store_true", help="print it as it is said in chat instead")
    parser.add_argument("--draws", type=int, default=400, help="weight draws behind the confidence (default 400)")
    options = parser.parse_args(arguments)
    try:
        advice = recommend(Profile.from_dict(_read(options.profile)), draws=options.draws)
    except OSError as error:
        return _fail(f"{options.profile}: cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        return _fail(f"{options.profile}: is not UTF-8 text")
    except (json.JSONDecodeError, RecursionError) as error:
        return _fail(f"{options.profile}: is not JSON that can be read: {error}")
    except ProfileError as error:
        return _fail("\n".join(f"{options.profile}: {problem}" for problem in error.problems))
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


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
