"""Streams finished turns to the event broker: each event once the one before it has arrived."""

import asyncio
import logging
import time
from collections.abc import Callable

from bot.server.broker import SECONDS, Broker, Refused, TooLarge
from bot.server.courier import Away, Courier, Never
from bot.storage import Passage, Stream

logger = logging.getLogger(__name__)

NAME = "stream"
AT_ONCE, LOOK = 8, 1.0
LONGEST, LEASE = 30.0, 45.0  # seconds for a turn's events, and until another server takes them over
FIRST_PAUSE, LAST_PAUSE = 1.0, 60.0  # seconds that a broker which is away is left alone
FAREWELL = 2.0  # seconds to close a connection


class EventStream:
    """Takes what waits in the stream to a broker over one connection, which is made anew whenever something fails."""

    def __init__(self, stream: Stream, make: Callable[[], Broker], count: Callable[[str, str], None]) -> None:
        """`make` gives a broker that is not connected yet; `count` is the courier's."""
        self._stream, self._make = stream, make
        self._broker: Broker | None = None
        self._connecting = asyncio.Lock()
        self._away_since: float | None = None
        self.courier: Courier[Passage] = Courier(
            NAME, stream, self.deliver, LOOK, AT_ONCE, LONGEST, count, patience=None
        )

    async def deliver(self, passage: Passage) -> None:
        """Take the events of a passage there. Raises Never, or Away for as long again as the broker was away until now."""
        for number, event in enumerate(await asyncio.to_thread(self._stream.events, passage), passage.after + 1):
            body = {"sender_id": passage.conversation, **event, "sequence": number}
            broker = None
            try:
                async with asyncio.timeout(SECONDS):
                    broker = await self._connected()
                    await broker.confirm(body)
            except TooLarge as error:
                raise Never(f"event {number}: {error}") from None
            except Exception as error:  # noqa: BLE001  whatever a broker meets, it is tried again
                await self._hang_up(broker)
                raise self._away(error) from None
            self._away_since = None

    async def stop(self) -> None:
        """Finish what is being delivered, and hang up; what takes longer is delivered again by another."""
        await self.courier.stop(SECONDS)
        await self._hang_up(self._broker)

    async def _connected(self) -> Broker:
        async with self._connecting:
            if self._broker is None or not self._broker.is_ready():
                await self._hang_up(self._broker)
                self._broker = made = self._make()
                try:
                    await made.connect()
                except BaseException:
                    await self._hang_up(made)
                    raise
            return self._broker

    def _away(self, error: Exception) -> Away:
        now = time.monotonic()
        self._away_since = self._away_since or now
        return Away(reason(error), min(max(now - self._away_since, FIRST_PAUSE), LAST_PAUSE))

    async def _hang_up(self, broker: Broker | None) -> None:
        """End a connection, which others may share; one that was made meanwhile stays."""
        if broker is None or broker is not self._broker:
            return
        self._broker = None
        try:
            async with asyncio.timeout(FAREWELL):
                await broker.close()
        except Exception as error:  # noqa: BLE001  it is of no use any more, and nobody waits for it
            logger.debug("the connection to the broker was not closed properly: %s", type(error).__name__)


def reason(error: Exception) -> str:
    """What to tell an operator: an error's class, and its words where they can hold nothing of an event or of a password."""
    room = type(error).__module__.partition(".")[0]
    told = str(error) if isinstance(error, Refused | OSError) or room == "aiormq" else ""
    if room == "pamqp":  # the library met another frame than it expected; RabbitMQ's words are in that
        told = next((one.reply_text for one in error.args if hasattr(one, "reply_text")), "")
    return f"{type(error).__name__}: {told}" if told else type(error).__name__
