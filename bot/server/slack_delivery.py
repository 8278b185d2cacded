"""Makes the calls of the outbox at Slack's Web API."""

import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.channels.slack_workspaces import Workspaces
from bot.server.courier import Later, Never
from bot.slack.calls import EVENT, POST, RESPOND, ways
from bot.slack.faults import Fault, fault
from bot.slack.place import Place
from bot.storage import Post

logger = logging.getLogger(__name__)

SECONDS = 10  # that one call may take
LONGEST, LEASE = 25.0, 40.0  # seconds of a delivery with all its ways, and until another server takes it over
AT_ONCE, LOOK = 8, 1.0
USERS = "UW"  # ids of users begin so


class Refused(RuntimeError):
    """A response_url did not take a message."""

    def __init__(self, code: str, headers: Mapping[str, Any]) -> None:
        super().__init__(code)
        self.code, self.headers = code, headers


class SlackDelivery:
    """Takes posts to Slack, each as its place allows it."""

    def __init__(self, workspaces: Workspaces, api_url: str) -> None:
        self._workspaces, self._api_url = workspaces, api_url
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, post: Post) -> None:
        """Make the call of a post, the first way that Slack takes. Raises Later, Never, or what the network raises."""
        place = Place.of(post.call["place"])
        token = await self._workspaces.token(place.team, place.enterprise)
        if token is None:
            raise Never("the app is not installed there")
        client = self.client(token)
        refused = ""
        for method, arguments in ways(post.call):
            try:
                await self._call(client, method, place, arguments, post)
                return
            except SlackApiError as error:
                code, meaning = _meaning(error)
                refused, headers = f"{method}: {code}", error.response.headers
            except Refused as error:
                meaning = fault(error.code)
                refused, headers = f"{method}: {error.code}", error.headers
            if post.call.get("only") and meaning in (Fault.ELSEWHERE, Fault.NEVER):
                # A message that cannot be changed any more stays as it is.
                logger.warning("outbox: %s has no effect (%s)", post.number, refused)
                return
            await self._heed(meaning, place, refused, headers)
        raise Never(refused)

    def client(self, token: str) -> AsyncWebClient:
        """The Web API for a token. Nothing is tried again by itself: the outbox knows when."""
        return AsyncWebClient(token, self._api_url, SECONDS, session=self._open(), retry_handlers=[])

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS))
        return self._session

    async def _call(
        self, client: AsyncWebClient, method: str, place: Place, arguments: dict[str, Any], post: Post
    ) -> None:
        if method == RESPOND:
            await self._respond(str(place.response_url), arguments)
            return
        if method == POST:
            if post.unsure and await self._is_there(client, arguments, post):
                logger.info("outbox: %s was posted by the attempt before", post.number)
                return
            arguments = {**arguments, "metadata": {"event_type": EVENT, "event_payload": {"post": post.id}}}
        try:
            await client.api_call(method, json=arguments)
        except SlackApiError as error:
            code, meaning = _meaning(error)
            if meaning is not Fault.PLAINER:
                raise
            logger.error("outbox: the blocks of %s were refused (%s)", post.number, code)
            await client.api_call(method, json={name: value for name, value in arguments.items() if name != "blocks"})

    async def _respond(self, url: str, arguments: dict[str, Any]) -> None:
        webhook = AsyncWebhookClient(url, SECONDS, session=self._open(), retry_handlers=[])
        answer = await webhook.send_dict(arguments)
        if answer.status_code != 200:
            known = {429: "ratelimited", 404: "expired_url"}
            failed = "internal_error" if answer.status_code >= 500 else answer.body
            raise Refused(known.get(answer.status_code, failed), answer.headers)

    async def _is_there(self, client: AsyncWebClient, arguments: dict[str, Any], post: Post) -> bool:
        """Whether an attempt that ended without a word posted the message after all."""
        where = {"channel": arguments["channel"], "oldest": f"{post.created.timestamp() - 60:.6f}", "limit": 100}
        try:
            if where["channel"][0] in USERS:
                opened = await client.conversations_open(users=where["channel"])
                where["channel"] = opened["channel"]["id"]
            if "thread_ts" in arguments:
                thread = arguments["thread_ts"]
                found = await client.conversations_replies(ts=thread, include_all_metadata=True, **where)
            else:
                found = await client.conversations_history(include_all_metadata=True, **where)
        except SlackApiError as error:
            code, meaning = _meaning(error)
            if meaning in (Fault.LATER, Fault.PERHAPS):
                raise
            logger.warning("outbox: it cannot be seen whether %s was posted (%s), so it is", post.number, code)
            return False
        return any(_id_of(message) == post.id for message in found.get("messages") or ())

    async def _heed(self, meaning: Fault, place: Place, refused: str, headers: Mapping[str, Any]) -> None:
        """Go on to the next way, or raise what a refusal means."""
        if meaning in (Fault.LATER, Fault.PERHAPS):
            after = {name.lower(): str(value) for name, value in headers.items()}.get("retry-after", "")
            seconds = float(after) if after.isdigit() else None
            raise Later(refused, seconds, unsure=meaning is Fault.PERHAPS)
        if meaning is Fault.GONE:
            await self._workspaces.forget(place.team, place.enterprise)
        if meaning is not Fault.ELSEWHERE:
            raise Never(refused)
        logger.warning("outbox: %s; saying it elsewhere", refused)


def _meaning(error: SlackApiError) -> tuple[str, Fault]:
    """Slack's word for a refusal, and what it means."""
    answer = error.response
    code = str(answer.get("error") or f"status {answer.status_code}")
    if answer.status_code >= 500:
        return code, Fault.PERHAPS
    return code, Fault.LATER if answer.status_code == 429 else fault(code)


def _id_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    return (metadata.get("event_payload") or {}).get("post") if metadata.get("event_type") == EVENT else None
