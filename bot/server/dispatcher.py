"""Has every message answered once, in order: keeps it in the inbox, claims its turn, stores turn and reply together."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Protocol, TypeVar
from weakref import WeakValueDictionary

from bot.storage import StorageError
from bot.storage.inbox import DONE, FAILED, Claim, Inbox, LeaseLost, Message, Receipt, Reply

logger = logging.getLogger(__name__)

WAIT = 60.0  # seconds that a client waits for messages before its own
PORTERS = 4  # messages taken in at a time
FIRST_LOOK, LAST_LOOK = 0.03, 0.5  # seconds between looks at what another process works on

Result = TypeVar("Result")


class Overloaded(RuntimeError):
    """The message is kept, and could not be worked on in time."""


class GivenUp(RuntimeError):
    """The turn on this message failed in another request, or in another process."""


class Stopping(RuntimeError):
    """The server is stopping, and takes nothing more in."""


class Work(Protocol):
    """Works on a claimed message, and stores turn and reply in one transaction; returns the reply."""

    def __call__(self, claim: Claim, /) -> Awaitable[Reply]:
        """Work; raises what went wrong, and then nothing is stored."""


class Dispatcher:
    """Takes messages in and has them worked on: those of one conversation one after the other, in all processes."""

    def __init__(self, inbox: Inbox, work: Work, lease: float) -> None:
        self._inbox = inbox
        self._work = work
        self._lease = lease
        # By conversation, as long as somebody waits for it: a turn ended in this process.
        self._settled: WeakValueDictionary[str, asyncio.Event] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._sweeper: asyncio.Task[None] | None = None
        self._stopping = False
        # Threads of their own: who waits to hear that a message arrived waits for no other work.
        self._porters = ThreadPoolExecutor(PORTERS, thread_name_prefix="inbox")
        self.on_settled: list[Callable[[], None]] = []  # told that a turn ended, well or not

    async def answer(self, message: Message) -> Reply:
        """The reply to a message, now or from before.

        Raises Stopping, Overloaded, GivenUp, what `put` of the inbox raises, and what the turn raises.
        """
        if self._stopping:
            raise Stopping("the server is stopping")
        receipt = await asyncio.to_thread(self._inbox.put, message)
        if receipt.reply is not None:
            return receipt.reply
        # Whoever hangs up does not undo the work: the reply is there when the message is sent again.
        return await asyncio.shield(self._task(self._settle(receipt, message.conversation)))

    async def take(self, message: Message) -> bool:
        """Keep a message and have it answered, without waiting for that; False when it was known before.

        For channels whose replies go out by themselves. Raises Stopping, and what `put` of the inbox raises.
        """
        if self._stopping:
            raise Stopping("the server is stopping")
        loop = asyncio.get_running_loop()
        receipt = await loop.run_in_executor(self._porters, self._inbox.put, message)
        if receipt.reply is None:
            self._task(self._settle_alone(receipt, message.conversation))
        return receipt.new

    def start(self) -> None:
        """Begin to look after messages that a process left behind."""
        self._sweeper = asyncio.get_running_loop().create_task(self._sweep())

    async def stop(self, seconds: float) -> None:
        """Take nothing more in, and wait for what is being worked on."""
        self._stopping = True
        if self._sweeper:
            self._sweeper.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        self._porters.shutdown(wait=False)

    async def _settle(self, receipt: Receipt, conversation: str) -> Reply:
        """Work on what comes first in a conversation, until the message of this receipt is answered."""
        claim, pause, deadline = receipt.claim, FIRST_LOOK, time.monotonic() + WAIT
        while True:
            if claim:
                reply = await self._turn(claim, raising=claim.number == receipt.number)
                if reply is not None and claim.number == receipt.number:
                    return reply
            else:
                await self._changed(conversation, pause)
                pause = min(2 * pause, LAST_LOOK)
            state, known = await asyncio.to_thread(self._inbox.reply, receipt.number)
            if state == DONE:
                return known or []
            if state == FAILED:
                raise GivenUp("the turn failed")
            if time.monotonic() > deadline:
                raise Overloaded("earlier messages of this conversation are still being worked on")
            claim = await asyncio.to_thread(self._inbox.claim, conversation)

    async def _settle_alone(self, receipt: Receipt, conversation: str) -> None:
        try:
            await self._settle(receipt, conversation)
        except (GivenUp, Overloaded) as error:  # told by whoever gave it up, or still to be worked on
            logger.warning("message %s: %s", receipt.number, error)
        except Exception:
            logger.exception("turn on message %s failed", receipt.number)

    async def _turn(self, claim: Claim, raising: bool) -> Reply | None:
        """Work on a message; None when another took it over, or when it failed and is not this one's to raise."""
        alive = self._task(self._renew(claim))
        try:
            return await self._work(claim)
        except LeaseLost:
            logger.warning("message %s was taken over by another process", claim.number)
            return None
        except Exception:
            try:
                await asyncio.to_thread(self._inbox.fail, claim)
            except StorageError as error:  # the lease ends by itself
                logger.warning("message %s could not be marked as failed: %s", claim.number, error)
            if raising:
                raise
            logger.exception("turn on message %s failed", claim.number)
            return None
        finally:
            alive.cancel()
            if settled := self._settled.pop(claim.message.conversation, None):
                settled.set()
            for tell in self.on_settled:
                tell()

    async def _renew(self, claim: Claim) -> None:
        while True:
            await asyncio.sleep(self._lease / 3)
            try:
                if not await asyncio.to_thread(self._inbox.extend, claim):
                    return
            except Exception as error:  # noqa: BLE001  tried again until the lease ends
                logger.warning("the lease on message %s was not extended: %s", claim.number, type(error).__name__)

    async def _changed(self, conversation: str, seconds: float) -> None:
        """Wait for a turn of this process to end, or for a while: another process may have done it."""
        settled = self._settled.setdefault(conversation, asyncio.Event())
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(settled.wait(), seconds)

    async def _sweep(self) -> None:
        """Finish, again and again, what processes that ended left behind."""
        while True:
            try:
                for conversation in await asyncio.to_thread(self._inbox.abandoned):
                    claim = await asyncio.to_thread(self._inbox.claim, conversation)
                    if claim and claim.attempt > 1:
                        logger.info("finishing message %s, which a process left behind", claim.number)
                    if claim:  # not waited for: no conversation waits for another, and a stop lets it finish
                        self._task(self._turn(claim, raising=False))
            except Exception as error:  # noqa: BLE001  the next round may find the database back
                logger.warning("messages left behind could not be looked for: %s", type(error).__name__)
            await asyncio.sleep(self._lease)

    def _task(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
