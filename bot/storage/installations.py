"""Where the Slack app is installed: each workspace's installation with its tokens, encrypted."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.storage.engine import writing
from bot.storage.tables import slack_installations


class Unreadable(RuntimeError):
    """An installation was encrypted with a key that is not known any more; the workspace has to install the app again."""


class Installations:
    """All access to the installations. `workspace` is the id of a team, or of an enterprise for all of its teams."""

    def __init__(self, engine: sa.engine.Engine, keys: Sequence[str]) -> None:
        """`keys` are Fernet keys: the first encrypts, all decrypt."""
        self._engine, self._writing = engine, writing(engine)
        self._box = MultiFernet([Fernet(key) for key in keys])

    def save(self, workspace: str, installation: Mapping[str, Any]) -> None:
        """Keep an installation in place of an earlier one."""
        sealed = self._box.encrypt(json.dumps(dict(installation)).encode()).decode()
        with self._writing.begin() as connection:
            mine = slack_installations.c.workspace == workspace
            connection.execute(slack_installations.delete().where(mine))
            row = {"workspace": workspace, "sealed": sealed, "installed": datetime.now(UTC)}
            connection.execute(slack_installations.insert().values(**row))

    def find(self, workspace: str) -> dict[str, Any] | None:
        """The installation of a workspace, or None. Raises Unreadable."""
        query = sa.select(slack_installations.c.sealed).where(slack_installations.c.workspace == workspace)
        with self._engine.connect() as connection:
            sealed = connection.execute(query).scalar_one_or_none()
        if sealed is None:
            return None
        try:
            found: dict[str, Any] = json.loads(self._box.decrypt(sealed.encode()))
        except InvalidToken:
            raise Unreadable(f"the installation of {workspace} was encrypted with another key") from None
        return found

    def remove(self, workspace: str) -> bool:
        """Forget an installation; whether there was one."""
        with self._writing.begin() as connection:
            mine = slack_installations.c.workspace == workspace
            return bool(connection.execute(slack_installations.delete().where(mine)).rowcount)
