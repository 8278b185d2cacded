"""Delivers what waits in the background: each by one server, again and again until it worked or a day is over."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Generic, Protocol, TypeVar

from bot.handoff import Carrier, Letter, Undelivered
from bot.storage import Delivery

logger = logging.getLogger(__name__)

LOOK = 2.0  # seconds between looks at what is due
LONGEST = 60.0  # seconds that a delivery may take; the lease is longer
LEASE = 90.0
FIRST_PAUSE, LAST_PAUSE = 4.0, 3600.0  # seconds until it is tried again, doubled each time
PATIENCE = timedelta(days=1)  # then an operator is needed
TRIED, DELIVERED, GIVEN_UP = "tried", "delivered", "given_up"  # what is counted of deliveries


class Later(RuntimeError):
    """The receiver refused it for now; `after` is in how many seconds it may be tried again, where it says so.

    `unsure`: it may have taken it all the same.
    """

    def __init__(self, reason: str, after: float | None = None, unsure: bool = False) -> None:
        super().__init__(reason)
        self.after, self.unsure = after, unsure


class Away(Later):
    """The receiver as a whole cannot be reached: nothing is tried until `after` seconds are over."""

    def __init__(self, reason: str, after: float) -> None:
        super().__init__(reason, after, unsure=True)
        self.pause = after


class Never(RuntimeError):
    """The receiver will never take it; an operator has to look."""


class Item(Protocol):
    """Something to deliver."""

    @property
    def number(self) -> int:
        """Its number among its kind."""

    @property
    def created(self) -> datetime:
        """Since when it waits."""

    @property
    def attempt(self) -> int:
        """How often it was tried, this time included."""


One = TypeVar("One", bound=Item)


class Queue(Protocol[One]):
    """Where what waits is claimed; its methods may block."""

    def claim(self) -> One | None:
        """The right to deliver what is due first."""

    def delivered(self, item: One, /) -> None:
        """It has arrived."""

    def postpone(self, item: One, seconds: float, unsure: bool = True) -> None:
        """Try it again; `unsure` unless it has surely not arrived."""

    def fail(self, item: One, /) -> None:
        """Try it no more."""


class Courier(Generic[One]):
    """Delivers what is due in one queue, some at once; those of one conversation come one after the other."""

    def __init__(
        self,
        name: str,
        queue: Queue[One],
        deliver: Callable[[One], Awaitable[None]],
        look: float = LOOK,
        at_once: int = 1,
        longest: float = LONGEST,
        count: Callable[[str, str], None] = lambda queue, outcome: None,
        patience: timedelta | None = PATIENCE,
    ) -> None:
        """`name` is what is delivered, and the operator's command on it (`python -m bot.storage NAME --retry`).

        `deliver` raises Later, Never, Undelivered or anything else when it did not work, or may not have. It gets `longest`
        seconds, and there are `look` seconds between looks that nobody asked for. `count` is told the name and TRIED,
        DELIVERED or GIVEN_UP. What was tried for as long as `patience` is given up; None: nothing is, unless refused for ever.
        """
        self._name, self._queue, self._deliver, self._look, self._longest = name, queue, deliver, look, longest
        self._count, self._patience = partial(count, name), patience
        self._closed_until = 0.0  # of the clock that only goes on
        self._free = asyncio.Semaphore(at_once)
        self._stopping, self._call = asyncio.Event(), asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to look for what is due."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    def wake(self) -> None:
        """Look now: something was put."""
        self._call.set()

    async def stop(self, seconds: float) -> None:
        """Give the deliveries that are under way so long to finish; otherwise another makes them again."""
        self._stopping.set()
        self._call.set()
        if self._task:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._task, seconds)

    async def _run(self) -> None:
        while not self._stopping.is_set():
            self._call.clear()
            await self._free.acquire()
            idle = self._stopping.is_set() or time.monotonic() < self._closed_until
            item = None if idle else await self._claimed()
            if item is None:
                self._free.release()
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self._call.wait(), self._look)
            else:
                task = asyncio.get_running_loop().create_task(self._attempt(item))
                self._under_way.add(task)
                task.add_done_callback(self._ended)
        if self._under_way:
            await asyncio.wait(self._under_way)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._free.release()
        self._call.set()  # what comes behind it in its conversation may be due
        if not task.cancelled() and (error := task.exception()):
            logger.warning("a delivery of %s is left to its lease: %s", self._name, type(error).__name__)

    async def _claimed(self) -> One | None:
        try:
            return await asyncio.to_thread(self._queue.claim)
        except Exception as error:  # noqa: BLE001  the next round may find the database back
            logger.warning("%s could not be looked for: %s", self._name, type(error).__name__)
            return None

    async def deliver_next(self) -> bool:
        """Try what is due first; whether anything was."""
        item = await asyncio.to_thread(self._queue.claim)
        if item is not None:
            await self._attempt(item)
        return item is not None

    async def _attempt(self, item: One) -> None:
        self._count(TRIED)
        try:
            await asyncio.wait_for(self._deliver(item), self._longest)
        except Away as error:
            self._closed_until = time.monotonic() + error.pause
            await self._put_off(item, str(error), error.pause)
        except Later as error:
            await self._put_off(item, str(error), error.after, error.unsure)
        except Never as error:
            await self._give_up(item, str(error))
        except Exception as error:  # noqa: BLE001  whatever it was, it is tried again
            await self._put_off(item, str(error) if isinstance(error, Undelivered) else type(error).__name__)
        else:
            await asyncio.to_thread(self._queue.delivered, item)
            self._count(DELIVERED)
            level = logging.INFO if item.attempt > 1 else logging.DEBUG
            logger.log(level, "%s: %s delivered at attempt %s", self._name, item.number, item.attempt)

    async def _put_off(self, item: One, reason: str, after: float | None = None, unsure: bool = True) -> None:
        if self._patience is not None and datetime.now(UTC) - item.created > self._patience:
            await self._give_up(item, f"failed for too long: {reason}")
            return
        seconds = pause(item.attempt) if after is None else after
        await asyncio.to_thread(self._queue.postpone, item, seconds, unsure)
        logger.warning(
            "%s: %s not delivered at attempt %s (%s); again in %.0f s",
            self._name,
            item.number,
            item.attempt,
            reason,
            seconds,
        )

    async def _give_up(self, item: One, reason: str) -> None:
        await asyncio.to_thread(self._queue.fail, item)
        self._count(GIVEN_UP)
        logger.error(
            "%s: %s is given up (%s) and kept; `python -m bot.storage %s --retry` has it tried again",
            self._name,
            item.number,
            reason,
            self._name,
        )


def by_letter(write: Callable[[Delivery], Letter], carrier: Carrier) -> Callable[[Delivery], Awaitable[None]]:
    """How hand-offs are delivered: as a letter, which `write` may block to write."""

    async def deliver(delivery: Delivery) -> None:
        await carrier.deliver(await asyncio.to_thread(write, delivery))

    return deliver


def pause(attempt: int) -> float:
    """Seconds until the next attempt: doubled each time, and spread, so that not all come at once."""
    whole = min(LAST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempt - 1, 20))
    return whole * random.uniform(0.5, 1.0)
