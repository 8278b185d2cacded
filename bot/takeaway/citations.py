"""Numbers the sources in the order in which they are first named."""

from collections.abc import Mapping
from typing import Any

from bot.takeaway.blocks import Source, Sources, Text

KINDS = {
    "A": "official, law or peer-reviewed",
    "B": "analyst, trade press or law firm",
    "C": "vendor or broker",
    "J": "our own work",
}


class Citations:
    """The sources named so far."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str | None], Source] = {}

    def text(self, words: str, source: Mapping[str, Any] | None) -> Text:
        """Words that rest on a source of a recommendation."""
        return Text(words, (self.number(source),)) if source else Text(words)

    def number(self, source: Mapping[str, Any]) -> int:
        """The number of a source: the one it has, or the next."""
        key = (source["title"], source.get("url") or source.get("document"))
        if key not in self._entries:
            own = source["reliability"] == "J"
            self._entries[key] = Source(
                number=len(self._entries) + 1,
                title=source["title"][:1].upper() + source["title"][1:],
                year=str(source["year"] or ("" if own else "undated")),
                kind=KINDS[source["reliability"]],
                url=_address(source.get("url")),
            )
        return self._entries[key].number

    def listed(self) -> Sources:
        """All sources named so far."""
        return Sources(tuple(self._entries.values()))


def _address(url: str | None) -> str | None:
    """No other scheme becomes a link."""
    return url if url and url.startswith(("https://", "http://")) else None
