"""The settings, read once from the environment."""

import math
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.allowance import Allowance
from bot.destination import MAIL, WEBHOOK, Destination, SmtpServer, read_destination, read_secret, read_smtp
from bot.event_broker import EventBroker, read_event_broker
from bot.slack_credentials import CredentialsError, SlackCredentials

PREFIX = "BPO_BOT_"
SECRET = ("smtp_url", "handoff_secret", "event_broker")  # values that no message repeats
MOST_DAYS = 3650
CLIENT_RATE, CONVERSATION_RATE = Allowance(600, "minute"), Allowance(60, "minute")
_ADDRESS = re.compile(r"https?://[^\s/?#()@\\]+(?:/[\w.~/-]*)?")  # it goes into Markdown
_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")


class SettingsError(ValueError):
    """A variable or the owner's file is wrong; the message says which and what to write instead."""


@dataclass(frozen=True)
class Owner:
    """Who runs this bot, from the YAML file that `BPO_BOT_OWNER` names: all optional."""

    name: str | None = None
    contact: str | None = None
    hours: str | None = None
    destination: Destination | None = None  # where conversations are handed over

    @property
    def person(self) -> str:
        """Who answers a visitor whom the bot hands over, in words."""
        return f"a person at {self.name}" if self.name else "a person"


@dataclass(frozen=True)
class Settings:
    """All settings with their defaults; each is set by `BPO_BOT_` and its name in capitals."""

    host: str = "127.0.0.1"
    port: int = 5005
    database_url: str = "sqlite:///bot.db"
    models: Path = Path("models")
    actions_url: str | None = None  # run actions at this URL and not in the serving process
    action_threads: int = 8
    action_timeout: float = 30.0  # seconds
    client_rate: Allowance = CLIENT_RATE  # requests of one address
    conversation_rate: Allowance = CONVERSATION_RATE  # messages of one conversation
    public_url: str | None = None  # the address under which visitors reach the bot; see `address`
    link_days: int = 30  # that the link to a recommendation works
    proxies: int = 0  # reverse proxies in front, whose X-Forwarded-For names the client
    origins: tuple[str, ...] = ()  # of pages that may use the webhook beside our own
    require_key: bool = False  # of servers that use the webhook
    log_level: str = "INFO"
    log_format: str = "text"  # or json
    metrics: tuple[str, int] | None = None  # where Prometheus may ask; nowhere by default
    owner: Owner = field(default_factory=Owner)
    smtp_url: SmtpServer | None = None  # takes the mail of a destination by mail
    handoff_secret: bytes | None = field(default=None, repr=False)  # signs what a webhook gets
    event_broker: EventBroker | None = None  # where finished turns are streamed to; nowhere by default
    slack: SlackCredentials | None = None  # of the Slack app; without them there is none

    @property
    def address(self) -> str:
        """Where visitors reach the bot, without a slash at the end."""
        return self.public_url or f"http://localhost:{self.port}"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; raise SettingsError for a value that cannot be used."""
        given: dict[str, Any] = {}
        readers: dict[str, Callable[[str], Any]] = {
            "host": str,
            "port": _port,
            "database_url": str,
            "models": Path,
            "actions_url": str,
            "action_threads": _threads,
            "action_timeout": _seconds,
            "client_rate": Allowance.parse,
            "conversation_rate": Allowance.parse,
            "public_url": _address,
            "link_days": _days,
            "proxies": _count,
            "origins": _origins,
            "require_key": _flag,
            "log_level": _level,
            "log_format": _format,
            "metrics": _place,
            "owner": read_owner,
            "smtp_url": read_smtp,
            "handoff_secret": read_secret,
            "event_broker": read_event_broker,
        }
        for name, read in readers.items():
            value = environment.get(PREFIX + name.upper(), "").strip()
            if value:
                try:
                    given[name] = read(value)
                except ValueError as error:
                    shown = "" if name in SECRET else f"={value}"
                    raise SettingsError(f"{PREFIX}{name.upper()}{shown}: {error}") from None
        try:
            return cls(**given, slack=SlackCredentials.from_environment(environment))
        except CredentialsError as error:
            raise SettingsError(str(error)) from None

    def check_destination(self) -> None:
        """Raise SettingsError when the owner's destination needs a setting that is missing; only who delivers needs it."""
        kind = self.owner.destination.kind if self.owner.destination else None
        if kind == MAIL and self.smtp_url is None:
            raise SettingsError(
                f"{PREFIX}OWNER: a destination by mail needs a server; "
                f"write {PREFIX}SMTP_URL=smtps://user:password@mail.example.com:465"
            )
        if kind == WEBHOOK and self.handoff_secret is None:
            raise SettingsError(
                f"{PREFIX}OWNER: a webhook needs a secret that signs what it gets; "
                f'write {PREFIX}HANDOFF_SECRET="whsec_$(openssl rand -base64 32)"'
            )


def _port(value: str) -> int:
    port = _whole(value)
    if port is None or port > 65535:
        raise ValueError("write a port number from 0 to 65535, such as 5005")
    return port


def _threads(value: str) -> int:
    threads = _whole(value)
    if not threads:
        raise ValueError("write a whole number from 1 on, such as 8")
    return threads


def _address(value: str) -> str:
    parts = urlsplit(value)  # raises ValueError for half an IPv6 address
    if parts.scheme not in ("http", "https") or not parts.hostname or not _ADDRESS.fullmatch(value):
        raise ValueError("write the address that visitors use, such as https://bot.example.com")
    return value.rstrip("/")


def _days(value: str) -> int:
    days = _whole(value)
    if not days or days > MOST_DAYS:
        raise ValueError(f"write a whole number of days from 1 to {MOST_DAYS}, such as 30")
    return days


def _count(value: str) -> int:
    count = _whole(value)
    if count is None:
        raise ValueError("write a whole number, such as 0 or 1")
    return count


def _origins(value: str) -> tuple[str, ...]:
    origins = tuple(one.strip().lower() for one in value.split(",") if one.strip())
    if not all(_ORIGIN.fullmatch(one) for one in origins):
        raise ValueError(
            "write origins without a path, between commas, such as https://www.example.com,https://example.org"
        )
    return origins


def _flag(value: str) -> bool:
    if value.lower() not in ("true", "false"):
        raise ValueError("write true or false")
    return value.lower() == "true"


def _place(value: str) -> tuple[str, int]:
    place = urlsplit(f"//{value}")  # raises ValueError for half an IPv6 address, and below for what is no port
    if not place.hostname or not place.port or place.netloc != value or place.username is not None:
        raise ValueError("write an address and a port, such as 127.0.0.1:9105")
    return place.hostname, place.port


def _whole(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() else None


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise ValueError("write a number of seconds greater than 0, such as 30 or 2.5")
    return seconds


def _level(value: str) -> str:
    if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError("write DEBUG, INFO, WARNING or ERROR")
    return value.upper()


def _format(value: str) -> str:
    if value.lower() not in ("text", "json"):
        raise ValueError("write text or json")
    return value.lower()


def read_owner(path: str) -> Owner:
    """Read the owner's file; what is left empty there is not given. Raises ValueError for a file that cannot be used."""
    try:
        document = yaml.safe_load(Path(path).read_text("utf-8")) or {}
    except (OSError, ValueError, yaml.YAMLError) as error:  # ValueError: not UTF-8, or a date such as 2026-02-30
        raise ValueError(f"the owner's file cannot be read: {error}; write YAML such as `contact: help@...`") from None
    known = set(Owner.__dataclass_fields__)
    if not isinstance(document, dict) or set(document) - known:
        raise ValueError(
            f"the owner's file may hold the keys {', '.join(sorted(known))}; write `key: words`, one a line"
        )
    for key, value in document.items():
        if isinstance(value, dict | list):
            raise ValueError(f"the owner's file has a list or more keys under {key}; write words, in double quotes")
    given = {key: str(value).strip() for key, value in document.items() if value is not None}
    destination = given.pop("destination", "")
    words = {key: value for key, value in given.items() if value}
    return Owner(**words, destination=read_destination(destination) if destination else None)
