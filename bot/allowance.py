"""How much is allowed in which time."""

import re
from dataclasses import dataclass

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_WRITTEN = re.compile(rf"([1-9]\d{{0,8}})/({'|'.join(SECONDS)})")


@dataclass(frozen=True)
class Allowance:
    """So many in each `window`, such as 60 a minute."""

    most: int
    window: str

    @classmethod
    def parse(cls, written: str) -> "Allowance":
        """Read what is written as "60/minute". Raises ValueError."""
        found = _WRITTEN.fullmatch(written)
        if not found:
            raise ValueError("write how many messages in which time, such as 60/minute or 5/second")
        return cls(int(found.group(1)), found.group(2))

    @property
    def seconds(self) -> int:
        """The length of the window."""
        return SECONDS[self.window]

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.most}/{self.window}"
