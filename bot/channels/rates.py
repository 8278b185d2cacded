"""How many requests a client may make, and how many messages a conversation may send.

Our own few lines: the library `limits`, at the version that Rasa's pins allow, starts a thread for a message, and failed under
load in our tests.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


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

    def __init__(self, what: str, rate: str, standing: Standing) -> None:
        super().__init__(f"This {what} sent more than {rate}")
        self.standing = standing


class Rate:
    """At most so many of one name in each window of time; written as "60/minute". Raises ValueError for what is no rate."""

    def __init__(self, written: str, clock: Callable[[], float] = time.monotonic) -> None:
        most, _, window = written.partition("/")
        if window not in SECONDS or not most.isdecimal() or not int(most):
            raise ValueError("write how many messages in which time, such as 60/minute or 5/second")
        self.written = written
        self._most, self._seconds, self._clock = int(most), SECONDS[window], clock
        self._window, self._counts = 0, dict[str, int]()

    def count(self, name: str) -> Standing:
        """Count one of a name."""
        window, gone = divmod(self._clock(), self._seconds)
        if window != self._window:  # nothing is remembered longer than a window
            self._window, self._counts = int(window), {}
        count = self._counts[name] = self._counts.get(name, 0) + 1
        return Standing(self._most, self._most - count, math.ceil(self._seconds - gone))


class Rates:
    """The rates of a client and of a conversation, counted in the memory of this process."""

    def __init__(self, client: str, conversation: str) -> None:
        self._rates = {"client": Rate(client), "conversation": Rate(conversation)}

    def count(self, what: str, name: str) -> Standing:
        """Count one of a `client` or of a `conversation`; raises TooMany."""
        rate = self._rates[what]
        standing = rate.count(name)
        if standing.left < 0:
            raise TooMany(what, rate.written, standing)
        return standing
