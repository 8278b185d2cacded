"""Runs custom actions at a URL, with the same limit of time as in the process."""

from typing import Any

import aiohttp
from rasa.utils.endpoints import EndpointConfig


class RemoteActions(EndpointConfig):
    """Rasa's client of an action server, which would wait five minutes for it."""

    def __init__(self, url: str, timeout: float) -> None:
        """`timeout`: seconds that an action may take."""
        # Without the domain in every call: no action here needs it, and it is 150 KB of JSON.
        super().__init__(url=url, enable_selective_domain=True)
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    async def request(self, method: str = "post", subpath: str | None = None, **arguments: Any) -> Any:
        """As Rasa's; raises TimeoutError when the action takes too long."""
        return await super().request(method, subpath, **{**arguments, "timeout": self._timeout})
