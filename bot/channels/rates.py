"""How many requests a client may make, and how many messages a conversation may send.

Our own few lines: the library `limits`, at the version that Rasa's pins allow, starts a thread for a message, and failed under
load in our tests.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.allowance import Allowance


@dataclass(frozen=True)
class Standing:
    """How a name stands in the present window: of `limit`, so many are left; all of them again in `reset` seconds."""

    limit: int
    left: int  # below 0: this one was too many
    reset: int

    def headers(self) -> dict[str, str]:
        """The fields of the IETF's draft (draft-ietf-httpapi-ratelimit-headers-07)."""
        left = max(self.left, 0)
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(left),
            "RateLimit-Reset": str(self.reset),
        }


class TooMany(RuntimeError):
    """A rate was exceeded; `standing` says when the next one may come."""

    def __init__(self, what: str, allowed: Allowance, standing: Standing) -> None:
        super().__init__(f"This {what} sent more than {allowed}")
        self.standing = standing


class Rate:
    """At most so many of one name in each window of time."""

    def __init__(self, allowed: Allowance, clock: Callable[[], float] = time.monotonic) -> None:
        self.allowed, self._clock = allowed, clock
        self._window, self._counts = 0, dict[str, int]()

    def count(self, name: str) -> Standing:
        """Count one of a name."""
        window, gone = divmod(self._clock(), self.allowed.seconds)
        if window != self._window:  # nothing is remembered longer than a window
            self._window, self._counts = int(window), {}
        count = self._counts[name] = self._counts.get(name, 0) + 1
        return Standing(self.allowed.most, self.allowed.most - count, math.ceil(self.allowed.seconds - gone))


class Rates:
    """The rates of a client and of a conversation, counted in the memory of this process."""

    def __init__(self, client: Allowance, conversation: Allowance) -> None:
        self._rates = {"client": Rate(client), "conversation": Rate(conversation)}

    def count(self, what: str, name: str) -> Standing:
        """Count one of a `client` or of a `conversation`; raises TooMany."""
        rate = self._rates[what]
        standing = rate.count(name)
        if standing.left < 0:
            raise TooMany(what, rate.allowed, standing)
        return standing
