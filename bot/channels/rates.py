"""How many messages a client and a conversation may send.

Our own few lines: the library `limits`, at the version that Rasa's pins allow, starts a thread for a message, and failed under
load in our tests.
"""

import math
import time
from collections.abc import Callable

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


class TooMany(RuntimeError):
    """A rate was exceeded; `seconds` says when the next message may come."""

    def __init__(self, what: str, rate: str, seconds: int) -> None:
        super().__init__(f"This {what} sent more than {rate} messages")
        self.seconds = seconds


class Rate:
    """At most so many of one name in each window of time; written as "60/minute". Raises ValueError for what is no rate."""

    def __init__(self, written: str, clock: Callable[[], float] = time.monotonic) -> None:
        most, _, window = written.partition("/")
        if window not in SECONDS or not most.isdecimal() or not int(most):
            raise ValueError("write how many messages in which time, such as 60/minute or 5/second")
        self.written = written
        self._most, self._seconds, self._clock = int(most), SECONDS[window], clock
        self._window, self._counts = 0, dict[str, int]()

    def wait(self, name: str) -> int:
        """Count one of a name: 0, or how many whole seconds it has to wait when it is one too many."""
        window, gone = divmod(self._clock(), self._seconds)
        if window != self._window:  # nothing is remembered longer than a window
            self._window, self._counts = int(window), {}
        count = self._counts[name] = self._counts.get(name, 0) + 1
        return 0 if count <= self._most else math.ceil(self._seconds - gone)


class Rates:
    """The rates of a client and of a conversation, counted in the memory of this process."""

    def __init__(self, client: str, conversation: str) -> None:
        self._rates = {"client": Rate(client), "conversation": Rate(conversation)}

    def count(self, **names: str) -> None:
        """Count a message of a `client` and a `conversation`; raises TooMany."""
        for what, name in names.items():
            if seconds := self._rates[what].wait(name):
                raise TooMany(what, self._rates[what].written, seconds)
