"""How a command ends: its exit code, and what it says when it cannot do its work."""

import os
import sys
from collections.abc import Callable

from bot.settings import SettingsError

DONE, FAILED, UNUSABLE = 0, 1, 2  # exit codes; the last one as argparse has it, for what cannot be used like this
NO_DATABASE = "The database does not answer: "


def run(work: Callable[[], int], *mistakes: type[Exception], away: type[Exception] | None = None) -> int:
    """Do the work and return its exit code, or that of its failure, which is said on standard error.

    `mistakes` say themselves what is wrong; `away` is what a database raises that cannot be reached.
    """
    unreachable = (away,) if away else ()
    try:
        code = work()
        sys.stdout.flush()  # a short list waits until here, and a closed pipe shows only then
        return code
    except SettingsError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except mistakes as error:
        print(error, file=sys.stderr)
        return FAILED
    except unreachable as error:
        print(f"{NO_DATABASE}{error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # Whoever read has had enough. Python would flush what is left at its end, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
