"""Where somebody talks to the bot in Slack, and which conversation that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

CHANNEL = "slack"  # the bot's channel
DIRECT = "D"  # direct messages have ids that begin so


@dataclass(frozen=True)
class Place:
    """`user` of a workspace (`team`, or a whole `enterprise`) in a channel, where the bot answers in `thread`.

    `private`: only the user sees the answer, though others are in the channel; through `response_url` where Slack gave one.
    `addressed`: the user spoke to the bot, and not just in a thread that it is in.
    """

    team: str
    channel: str
    user: str
    enterprise: str | None = None
    thread: str | None = None
    private: bool = False
    response_url: str | None = None
    addressed: bool = True

    @property
    def direct(self) -> bool:
        """Whether nobody else is there: the direct messages, by their id or by the user's, which leads there."""
        return self.channel.startswith(DIRECT) or self.channel == self.user

    @property
    def conversation(self) -> str:
        """All that a user and the bot say in private is one conversation; a thread in a channel is one for all in it."""
        if self.direct or self.private:
            return f"{CHANNEL}:{self.team}:private:{self.user}"
        return f"{CHANNEL}:{self.team}:{self.channel}:{self.thread}"

    def to_direct(self) -> Place:
        """The user's direct messages."""
        return Place(self.team, self.user, self.user, self.enterprise)

    def to_dict(self) -> dict[str, Any]:
        """The place as JSON, without what is not said."""
        return {key: value for key, value in asdict(self).items() if value not in (None, False)}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Place:
        """The place of `to_dict`."""
        return cls(**{"addressed": False, **kept})
