"""What the Slack listeners do with what was said: keep it, answer by the outbox, or do it beside the conversation."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.channels.message import MAX_MESSAGE, mend
from bot.channels.slack_workspaces import Workspaces
from bot.dialogue.interview import Interview
from bot.slack.calls import note, whisper
from bot.slack.form import Read
from bot.slack.heard import Heard
from bot.slack.home import Topics
from bot.slack.place import CHANNEL, Place
from bot.storage import Feedback, Inbox, Message, NoSuchMessage, Opinion, Outbox, QueueFull, Reused

logger = logging.getLogger(__name__)

ALREADY = "Something was chosen there already. Write to me what you want instead."
CLICK = "click "  # ids of messages that were clicked begin so

Assessment = tuple[Interview, bool]  # where it stands, and whether it is finished


class Desk:
    """Where the listeners hand in what they hear."""

    def __init__(
        self,
        *,
        take: Callable[[Message], Awaitable[bool]],
        inbox: Inbox,
        outbox: Outbox,
        feedback: Feedback,
        workspaces: Workspaces,
        topics: Topics,
        read: Read,
        assessment: Callable[[str], Awaitable[Assessment | None]],
        wake: Callable[[], None],
    ) -> None:
        """`take` keeps a message and has it answered (False for one known before); `read` reads free text, and may block.

        `assessment` finds that of a conversation; `wake` tells that something was put into the outbox.
        """
        self._take, self._inbox, self._outbox, self._feedback, self._wake = take, inbox, outbox, feedback, wake
        self.workspaces, self.topics, self.read, self.assessment = workspaces, topics, read, assessment
        self._tasks: set[asyncio.Task[None]] = set()

    async def knows(self, conversation: str) -> bool:
        """Whether the bot was spoken to there."""
        return await asyncio.to_thread(self._inbox.knows, conversation)

    async def hear(self, said: Heard, **metadata: Any) -> bool:
        """Keep what was said, and have it answered; False when it was known, or is told to be too much."""
        place = said.place
        if len(said.text) > MAX_MESSAGE:
            text = f"That is {len(said.text)} characters long; I read at most {MAX_MESSAGE}."
            await self.put(place, whisper(place, note(text)))
            return False
        told = {CHANNEL: place.to_dict(), **metadata}
        try:
            return await self._take(Message(CHANNEL, place.conversation, said.id, mend(said.text), told))
        except QueueFull as error:
            await self.put(place, whisper(place, note(f"{error}. Please wait for the answers.")))
        except Reused:
            if said.id.startswith(CLICK):
                await self.put(place, whisper(place, note(ALREADY)))
        return False

    async def put(self, place: Place, call: dict[str, Any], conversation: str | None = None) -> None:
        """Have a call made, behind those of the place's conversation, or of another."""
        await asyncio.to_thread(self._outbox.put, conversation or place.conversation, [call])
        self._wake()

    async def judge(self, conversation: str, opinion: Opinion) -> bool:
        """Store an opinion; False when the message is not there any more."""
        try:
            await asyncio.to_thread(self._feedback.save, conversation, opinion)
        except NoSuchMessage:
            return False
        return True

    def beside(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something that no reply waits for; when it does not work, the log says so."""

        async def done() -> None:
            try:
                await work
            except Exception as error:  # noqa: BLE001  logged: the conversation goes on without it
                logger.warning("a call to Slack beside the conversation failed: %s", reason(error))

        task = asyncio.get_running_loop().create_task(done())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def reason(error: Exception) -> str:
    """Slack's word for a failure, or the kind of it; nothing that somebody wrote."""
    return str(error.response.get("error")) if isinstance(error, SlackApiError) else type(error).__name__
