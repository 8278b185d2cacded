"""The workspaces that the Slack app is in, and their tokens."""

import asyncio
import logging
from datetime import datetime
from typing import Any, Protocol

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore

from bot.storage import Installations

logger = logging.getLogger(__name__)

STATE_SECONDS = 600


class Workspaces(Protocol):
    """Knows the tokens."""

    async def token(self, team: str | None, enterprise: str | None) -> str | None:
        """The bot's token for a workspace; None where the app is not installed."""

    async def forget(self, team: str | None, enterprise: str | None) -> None:
        """The app was removed from a workspace, or its token revoked."""


class OneWorkspace:
    """The workspace whose token the operator gave."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def token(self, team: str | None, enterprise: str | None) -> str | None:
        """The token."""
        return self._token

    async def forget(self, team: str | None, enterprise: str | None) -> None:
        """Only the operator can do something about it."""
        logger.error("the Slack app was removed from its workspace; install it again and set SLACK_BOT_TOKEN anew")


class InstalledWorkspaces(AsyncInstallationStore):
    """The workspaces that installed the app, as Bolt stores and finds them. Reads the database for each token."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    @property
    def logger(self) -> logging.Logger:
        """Bolt's."""
        return logger

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation."""
        shared = installation.is_enterprise_install
        workspace = installation.enterprise_id if shared else installation.team_id
        kept = {**installation.to_dict_for_copying(), "installed_at": installation.installed_at}
        kept = {name: value.timestamp() if isinstance(value, datetime) else value for name, value in kept.items()}
        await asyncio.to_thread(self._installations.save, str(workspace), kept)
        logger.info("the Slack app was installed in %s", workspace)

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """The installation of a team, or of its enterprise for all teams."""
        for workspace in (None if is_enterprise_install else team_id, enterprise_id):
            found = await asyncio.to_thread(self._installations.find, workspace) if workspace else None
            if found:
                return Installation(**found)
        return None

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """The bot of an installation."""
        found = await self.async_find_installation(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        return found.to_bot() if found else None

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Forget an installation."""
        workspace = str(team_id or enterprise_id)
        if await asyncio.to_thread(self._installations.remove, workspace):
            logger.warning("the Slack app was removed from %s", workspace)

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget an installation: it is the bot's alone."""
        await self.async_delete_installation(enterprise_id=enterprise_id, team_id=team_id)

    async def token(self, team: str | None, enterprise: str | None) -> str | None:
        """The bot's token for a workspace; None where the app is not installed."""
        found = await self.async_find_installation(enterprise_id=enterprise, team_id=team)
        return found.bot_token if found else None

    async def forget(self, team: str | None, enterprise: str | None) -> None:
        """The app was removed from a workspace, or its token revoked."""
        await self.async_delete_installation(enterprise_id=enterprise, team_id=team)


class Authorize(AsyncAuthorize):
    """Lets in what comes from a workspace that the app is in. Asks Slack nothing: what is away cannot lose an event."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None, **_: Any
    ) -> AuthorizeResult | None:
        """The token for a request; None when it comes from a workspace without the app."""
        token = await self._workspaces.token(team_id, enterprise_id)
        if token is None:
            return None
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_token=token)


class States(AsyncOAuthStateStore):
    """What an installation under way is known by: slack_sdk's own store, off the event loop."""

    def __init__(self, engine: Any) -> None:
        self._store = SQLAlchemyOAuthStateStore(STATE_SECONDS, engine)

    @property
    def logger(self) -> logging.Logger:
        """Bolt's."""
        return logger

    async def async_issue(self, *_: Any, **__: Any) -> str:
        """A new state."""
        return str(await asyncio.to_thread(self._store.issue))

    async def async_consume(self, state: str) -> bool:
        """Whether a state was issued and not used yet."""
        return bool(await asyncio.to_thread(self._store.consume, state))
