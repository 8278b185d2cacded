"""Delivers hand-offs in the background: one at a time, by one server, again and again until it worked or a day is over."""

import asyncio
import logging
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bot.handoff import Carrier, Letter, Undelivered
from bot.storage import Delivery, Handoffs

logger = logging.getLogger(__name__)

LOOK = 2.0  # seconds between looks at what is due
LONGEST = 60.0  # seconds that a delivery may take; the lease is longer
LEASE = 90.0
FIRST_PAUSE, LAST_PAUSE = 4.0, 3600.0  # seconds until it is tried again, doubled each time
TRIED = timedelta(days=1)  # then an operator is needed


class Courier:
    """Delivers what is due to one destination."""

    def __init__(
        self, handoffs: Handoffs, write: Callable[[Delivery], Letter], carrier: Carrier, look: float = LOOK
    ) -> None:
        """`write` may block."""
        self._handoffs, self._write, self._carrier, self._look = handoffs, write, carrier, look
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look for what is due."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self, seconds: float) -> None:
        """Give the delivery that is under way so long to finish; otherwise another makes it again."""
        self._stopping.set()
        if self._task:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._task, seconds)

    async def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                delivered = await self.deliver_next()
            except Exception as error:  # noqa: BLE001  the next round may find the database back
                logger.warning("hand-offs could not be looked for: %s", type(error).__name__)
                delivered = False
            if not delivered:
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), self._look)

    async def deliver_next(self) -> bool:
        """Try what is due first; whether anything was."""
        delivery = await asyncio.to_thread(self._handoffs.claim)
        if delivery is None:
            return False
        try:
            letter = await asyncio.to_thread(self._write, delivery)
            await asyncio.wait_for(self._carrier.deliver(letter), LONGEST)
        except Exception as error:  # noqa: BLE001  whatever it was, it is tried again
            await self._put_off(delivery, str(error) if isinstance(error, Undelivered) else type(error).__name__)
        else:
            await asyncio.to_thread(self._handoffs.delivered, delivery)
            logger.info("hand-off %s delivered at attempt %s", delivery.number, delivery.attempt)
        return True

    async def _put_off(self, delivery: Delivery, reason: str) -> None:
        if datetime.now(UTC) - delivery.created > TRIED:
            await asyncio.to_thread(self._handoffs.fail, delivery)
            logger.error(
                "hand-off %s failed for a day (%s) and is kept; `python -m bot.storage handoffs --retry` has it tried again",
                delivery.number,
                reason,
            )
            return
        seconds = pause(delivery.attempt)
        await asyncio.to_thread(self._handoffs.postpone, delivery, seconds)
        logger.warning(
            "hand-off %s not delivered at attempt %s (%s); again in %.0f s",
            delivery.number,
            delivery.attempt,
            reason,
            seconds,
        )


def pause(attempt: int) -> float:
    """Seconds until the next attempt: doubled each time, and spread, so that not all come at once."""
    whole = min(LAST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempt - 1, 20))
    return whole * random.uniform(0.5, 1.0)
