"""One thing a text says about one key of the profile."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mention:
    """`value` of `key`, said in tokens `start` to `end` (exclusive).

    `asked_only` words count only when their key's group is asked; `hides` covers other keys' words under it; `named`: how
    many of the words the pattern names, gaps and optional words left out.
    """

    key: str
    value: str
    start: int
    end: int
    asked_only: bool = False
    hides: bool = False
    named: int = 0

    def overlaps(self, other: Mention) -> bool:
        """Whether the two share a token."""
        return self.start < other.end and other.start < self.end
