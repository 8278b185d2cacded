"""What a person gets of a conversation, and how it reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

VISITOR, BOT = "visitor", "bot"
_NAMES = {VISITOR: "Visitor", BOT: "Bot"}


@dataclass(frozen=True)
class Line:
    """What `who` (visitor or bot) said, and when."""

    who: str
    text: str
    at: datetime

    def __str__(self) -> str:
        said = "\n    ".join(self.text.splitlines())
        return f"{self.at.astimezone(UTC):%Y-%m-%d %H:%M} {_NAMES[self.who]}: {said}"


@dataclass(frozen=True)
class Letter:
    """A conversation for a person.

    `id` is the same however often it is delivered, `thread` the id of the letter that it follows (its own when it begins
    a thread); `contact` an e-mail address or a phone number; `answers` the profile in words; `link` leads to the
    recommendation; `left_out` lines came before those here; `owner` is the name of who runs the bot.
    """

    id: str
    thread: str
    conversation: str
    written: datetime
    contact: str | None = None
    profile: Mapping[str, Any] = field(default_factory=dict)
    answers: Sequence[str] = ()
    link: str | None = None
    lines: Sequence[Line] = ()
    left_out: int = 0
    owner: str | None = None

    @property
    def follows(self) -> bool:
        """Whether it adds to an earlier letter."""
        return self.id != self.thread

    @property
    def subject(self) -> str:
        """One line that has nothing of the visitor's in it, the same for a thread."""
        return f"{self._wish} [{self.thread[:8]}]"

    @property
    def _wish(self) -> str:
        """Of one line, for whoever gets mail of several bots, with the owner's name."""
        bot = f"the advice bot of {' '.join(self.owner.split())}" if self.owner else "the advice bot"
        return f"A visitor of {bot} wants to talk to a person"

    def facts(self) -> Iterator[str]:
        """What is to be known before the conversation is read, a line each."""
        if self.follows:
            yield "The visitor wrote more."
            return
        yield f"{self._wish}."
        agreed = " (left for you to answer them, and for nothing else)"
        yield f"Contact: {self.contact}{agreed}" if self.contact else "Contact: the visitor left none."
        yield f"Answers: {'; '.join(self.answers)}" if self.answers else "Answers: none were given."
        if self.link:
            yield f"Recommendation: {self.link}"
        yield f"Conversation: {self.conversation}"

    def transcript(self) -> Iterator[str]:
        """The conversation, what was left out first."""
        if self.left_out:
            yield f"({self.left_out} earlier messages are left out.)"
        yield from map(str, self.lines)
