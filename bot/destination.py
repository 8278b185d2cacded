"""Where conversations are handed to a person, as the operator writes it."""

import base64
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

MAIL, WEBHOOK, SLACK = "mail", "webhook", "slack"
LEAST_SECRET, MOST_SECRET = 24, 64  # bytes, as Standard Webhooks wants them

_LOCAL = ("localhost", "127.0.0.1", "::1")
_PORTS = {"smtp": 587, "smtps": 465}
_MAILBOX = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", re.ASCII)
_URL = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class Destination:
    """`kind` is mail, webhook or slack; `address` an e-mail address or a URL, which may hold a secret."""

    kind: str
    address: str = field(repr=False)


@dataclass(frozen=True)
class SmtpServer:
    """A server that takes mail: encrypted from the start, or else by STARTTLS where it offers that."""

    host: str
    port: int
    encrypted: bool
    user: str | None = None
    password: str = field(default="", repr=False)

    @property
    def local(self) -> bool:
        """Whether it is on this machine."""
        return self.host in _LOCAL


def read_destination(text: str) -> Destination:
    """Read `mailto:...`, `https://...` or `slack:https://...`. Raises ValueError that says what to write."""
    scheme, _, rest = text.partition(":")
    if scheme == "mailto" and _MAILBOX.fullmatch(rest):
        return Destination(MAIL, rest)
    if scheme == "slack" and _is_safe(rest):
        return Destination(SLACK, rest)
    if scheme in ("https", "http") and _is_safe(text):
        return Destination(WEBHOOK, text)
    raise ValueError(
        "the destination cannot be used; write mailto:desk@example.com, https://example.com/hook (a webhook), "
        "or slack:https://hooks.slack.com/services/... (http only on this machine)"
    )


def read_smtp(text: str) -> SmtpServer:
    """Read `smtp[s]://user:password@host:port`. Raises ValueError that says what to write."""
    try:
        parts = urlsplit(text)
        port = parts.port or _PORTS[parts.scheme]
        if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError(text)
    except (KeyError, ValueError):  # ValueError: no port, or half an IPv6 address
        raise ValueError(
            "write smtps://user:password@mail.example.com:465, or smtp://... for a server with STARTTLS; "
            "special characters in user and password as %40"
        ) from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return SmtpServer(parts.hostname, port, parts.scheme == "smtps", user or None, password)


def read_secret(text: str) -> bytes:
    """Read the key that webhooks are signed with. Raises ValueError that says what to write."""
    try:
        key = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except ValueError:
        key = b""
    if not LEAST_SECRET <= len(key) <= MOST_SECRET:
        raise ValueError(
            f"write whsec_ and {LEAST_SECRET} to {MOST_SECRET} random bytes in base64, "
            'as `echo "whsec_$(openssl rand -base64 32)"` prints them'
        )
    return key


def _is_safe(url: str) -> bool:
    """Whether what is sent to a URL cannot be read on the way."""
    try:
        parts = urlsplit(url)
    except ValueError:  # half an IPv6 address
        return False
    encrypted = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)
    return bool(encrypted and parts.hostname and _URL.fullmatch(url))
