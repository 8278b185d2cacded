"""Runs the custom actions in threads: for the serving process, and for a server of their own (`python -m actions`)."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa_sdk.executor import ActionExecutor

PACKAGE = "actions"


class Runner:
    """The actions of this package. A slow one holds a thread, and no other action."""

    def __init__(self, threads: int) -> None:
        self.executor = ActionExecutor()
        self.executor.register_package(PACKAGE)
        # Each thread has an event loop of its own: to make one for every action costs more than most actions.
        self._own = threading.local()
        self._loops: list[asyncio.AbstractEventLoop] = []
        self._threads = ThreadPoolExecutor(threads, "action", self._begin)

    async def run(self, call: dict[str, Any]) -> dict[str, Any] | None:
        """Run the action that a call names (Rasa's format); its events and responses.

        Raises rasa_sdk's ActionExecutionRejection and ActionNotFoundException, and what the action raises.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, call)

    def _begin(self) -> None:
        self._own.loop = asyncio.new_event_loop()
        self._loops.append(self._own.loop)

    def _run(self, call: dict[str, Any]) -> dict[str, Any] | None:
        done: dict[str, Any] | None = self._own.loop.run_until_complete(self.executor.run(call))
        return done

    def close(self) -> None:
        """Wait for running actions and end the threads."""
        self._threads.shutdown(wait=True)
        for loop in self._loops:
            loop.close()
