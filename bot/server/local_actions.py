"""Runs custom actions in the serving process, in threads of their own."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

PACKAGE = "actions"


class LocalActions(EndpointConfig):
    """Stands where Rasa expects an action server's URL. A slow action holds a thread, never the event loop."""

    def __init__(self, threads: int, timeout: float) -> None:
        # Without the domain in every call: no action here needs it, and it is 150 KB of JSON.
        super().__init__(url="local", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(PACKAGE)
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="action")
        self._timeout = timeout

    @property
    def names(self) -> set[str]:
        """The actions that can be run."""
        return set(self._executor.actions)

    async def request(
        self, method: str = "post", subpath: str | None = None, **arguments: Any
    ) -> dict[str, Any] | None:
        """Run the action that `json` names, as a remote action server would.

        Raises ClientResponseError (400) when the action rejects to run, TimeoutError when it takes too long.
        """
        call = arguments["json"]
        running = asyncio.get_running_loop().run_in_executor(self._threads, self._run, call)
        try:
            return await asyncio.wait_for(running, self._timeout)
        except ActionExecutionRejection as rejection:
            body = json.dumps({"action_name": rejection.action_name, "error": str(rejection)})
            raise ClientResponseError(400, "rejected", body) from rejection

    def _run(self, call: dict[str, Any]) -> dict[str, Any] | None:
        return asyncio.run(self._executor.run(call))

    def close(self) -> None:
        """Wait for running actions and end the threads."""
        self._threads.shutdown(wait=True)
