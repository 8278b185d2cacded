"""Runs custom actions in the serving process, in threads of their own."""

import asyncio
import json
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.runner import Runner


class LocalActions(EndpointConfig):
    """Stands where Rasa expects an action server's URL. A slow action holds a thread, never the event loop."""

    def __init__(self, threads: int, timeout: float) -> None:
        # Without the domain in every call: no action here needs it, and it is 150 KB of JSON.
        super().__init__(url="local", enable_selective_domain=True)
        self._runner = Runner(threads)
        self._timeout = timeout

    @property
    def names(self) -> set[str]:
        """The actions that can be run."""
        return set(self._runner.executor.actions)

    async def request(
        self, method: str = "post", subpath: str | None = None, **arguments: Any
    ) -> dict[str, Any] | None:
        """Run the action that `json` names, as a remote action server would.

        Raises ClientResponseError (400) when the action rejects to run, TimeoutError when it takes too long.
        """
        try:
            return await asyncio.wait_for(self._runner.run(arguments["json"]), self._timeout)
        except ActionExecutionRejection as rejection:
            body = json.dumps({"action_name": rejection.action_name, "error": str(rejection)})
            raise ClientResponseError(400, "rejected", body) from rejection

    def close(self) -> None:
        """Wait for running actions and end the threads."""
        self._runner.close()
