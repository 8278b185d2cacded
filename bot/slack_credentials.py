"""How the Slack app is let into workspaces: Slack's own names of its secrets, read from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

API_URL = "https://slack.com/api/"
TOKEN_KEY, API = "BPO_BOT_SLACK_TOKEN_KEY", "BPO_BOT_SLACK_API_URL"
_ONE, _SEVERAL = "SLACK_BOT_TOKEN", "SLACK_CLIENT_ID"
NAMES = (_ONE, "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", _SEVERAL, "SLACK_CLIENT_SECRET")


class CredentialsError(ValueError):
    """Some of the app's secrets are missing or do not go together; the message says what to write."""


@dataclass(frozen=True)
class SlackCredentials:
    """The secrets of one app.

    `bot_token` lets it into one workspace; `client_id` and `client_secret` let any workspace install it, whose tokens are
    kept under `token_keys` (Fernet keys; the first encrypts, all decrypt). With `app_token` events come through Socket
    Mode, otherwise over HTTP, signed with `signing_secret`.
    """

    signing_secret: str = field(default="", repr=False)
    bot_token: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)
    client_id: str | None = None
    client_secret: str = field(default="", repr=False)
    token_keys: tuple[str, ...] = field(default=(), repr=False)
    api_url: str = API_URL

    @property
    def socket_mode(self) -> bool:
        """Whether the bot fetches its events itself."""
        return self.app_token is not None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> SlackCredentials | None:
        """Read them; None without any of Slack's. Raises CredentialsError."""
        given = {name: environment.get(name, "").strip() for name in (*NAMES, TOKEN_KEY, API)}
        if not any(given[name] for name in NAMES):
            return None
        if bool(given[_ONE]) == bool(given[_SEVERAL]):
            raise CredentialsError(f"Slack: set {_ONE} for one workspace, or {_SEVERAL} for several (docs/slack.md)")
        needed = ["SLACK_CLIENT_SECRET", TOKEN_KEY, "SLACK_SIGNING_SECRET"] if given[_SEVERAL] else []
        if not given["SLACK_APP_TOKEN"]:
            needed.append("SLACK_SIGNING_SECRET")
        lacking = [name for name in dict.fromkeys(needed) if not given[name]]
        if lacking:
            raise CredentialsError(f"Slack: {' and '.join(lacking)} missing; docs/slack.md says where to find them")
        return cls(
            given["SLACK_SIGNING_SECRET"],
            given[_ONE] or None,
            given["SLACK_APP_TOKEN"] or None,
            given[_SEVERAL] or None,
            given["SLACK_CLIENT_SECRET"],
            _keys(given[TOKEN_KEY]) if given[_SEVERAL] else (),
            _api(given[API]) if given[API] else API_URL,
        )


def _keys(value: str) -> tuple[str, ...]:
    from cryptography.fernet import Fernet

    keys = tuple(key.strip() for key in value.split(",") if key.strip())
    try:
        for key in keys:
            Fernet(key)
    except ValueError:
        raise CredentialsError(
            f"{TOKEN_KEY}: write 32 random bytes in URL-safe base64, as `openssl rand -base64 32 | tr +/ -_` prints them; "
            "to change it, write the new one, a comma and the old one"
        ) from None
    return keys


def _api(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CredentialsError(f"{API}: write the address of Slack's Web API, such as {API_URL}")
    return value.rstrip("/") + "/"
