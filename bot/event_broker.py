"""Where finished turns are streamed to, as the operator writes it: RabbitMQ or Kafka."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

NAME = "rasa_core_events"  # of queue and topic; what Rasa's consumers look for
EXCHANGE = "bpo_bot_events"  # not Rasa's name: Rasa's own exchange of that name would not outlive a restart of RabbitMQ
MECHANISMS = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")
FILES = ("cafile", "certfile", "keyfile")

_PORTS = {"amqp": 5672, "amqps": 5671, "kafka": 9092, "kafkas": 9092}
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?", re.ASCII)
_QUEUE = re.compile(r"(?!amq\.)[\w.:-]{1,255}", re.ASCII)  # the server keeps names with amq. for itself
_TOPIC = re.compile(r"(?!\.{1,2}$)[\w.-]{1,249}", re.ASCII)
_URL = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class Tls:
    """Certificates, where the system's are not enough: the authority's, and our own with its key."""

    cafile: str | None = None
    certfile: str | None = None
    keyfile: str | None = None


@dataclass(frozen=True)
class RabbitMQ:
    """An exchange, and the durable queue that it fills; encrypted with `tls`."""

    host: str
    port: int
    user: str = "guest"
    password: str = field(default="guest", repr=False)
    vhost: str = "/"
    exchange: str = EXCHANGE
    queue: str = NAME
    tls: Tls | None = None


@dataclass(frozen=True)
class Kafka:
    """A topic, and some servers of the cluster, as `host:port`; encrypted with `tls`."""

    servers: tuple[str, ...]
    topic: str = NAME
    user: str | None = None
    password: str = field(default="", repr=False)
    mechanism: str = MECHANISMS[0]
    tls: Tls | None = None


EventBroker = RabbitMQ | Kafka


def read_event_broker(text: str) -> EventBroker:
    """Read `amqp[s]://...` or `kafka[s]://...`. Raises ValueError that says what to write, and repeats nothing secret."""
    try:
        parts = urlsplit(text)
    except ValueError:  # half an IPv6 address
        _refuse()
    if parts.scheme not in _PORTS or parts.fragment or not _URL.fullmatch(text):
        _refuse()
    login, _, hosts = parts.netloc.rpartition("@")
    user, colon, password = (unquote(part) for part in login.partition(":"))
    if bool(login) != bool(user and colon):
        _refuse()
    servers = [_server(host, _PORTS[parts.scheme]) for host in hosts.split(",")]
    if parts.scheme.startswith("kafka"):
        return _kafka(parts, servers, user, password)
    if len(servers) > 1:
        raise ValueError("RabbitMQ has one address here; write that of a balancer for several")
    return _rabbitmq(parts, servers[0], user, password)


def _rabbitmq(parts: SplitResult, server: tuple[str, int], user: str, password: str) -> RabbitMQ:
    given = _parameters(parts, "exchange", "queue")
    vhost = parts.path.removeprefix("/")
    if "/" in vhost:
        raise ValueError("a slash in the name of a vhost is written %2F")
    for name in ("exchange", "queue"):
        if name in given and not _QUEUE.fullmatch(given[name]):
            raise ValueError(f"{name}: write a name of letters, digits and -_.: that does not begin with amq.")
    return RabbitMQ(
        *server,
        user or "guest",
        password if user else "guest",
        unquote(vhost) or "/",
        given.get("exchange", EXCHANGE),
        given.get("queue", NAME),
        _tls(parts, given),
    )


def _kafka(parts: SplitResult, servers: list[tuple[str, int]], user: str, password: str) -> Kafka:
    given = _parameters(parts, "mechanism")
    topic = parts.path.removeprefix("/") or NAME
    if not _TOPIC.fullmatch(topic):
        raise ValueError("write the topic behind the servers, with letters, digits and -_. only, such as /events")
    mechanism = given.get("mechanism", MECHANISMS[0]).upper()
    if mechanism not in MECHANISMS or ("mechanism" in given and not user):
        raise ValueError(f"mechanism: write {', '.join(MECHANISMS)}, with user and password")
    return Kafka(
        tuple(f"{host}:{port}" for host, port in servers), topic, user or None, password, mechanism, _tls(parts, given)
    )


def _server(text: str, default: int) -> tuple[str, int]:
    found = _HOST.fullmatch(text)
    port = int(found[2] or default) if found else 0
    if not found or not 0 < port < 65536:
        _refuse()
    return found[1], port


def _parameters(parts: SplitResult, *names: str) -> dict[str, str]:
    """What stands behind the question mark: each name once, and none but these and those of certificates."""
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    given, known = dict(pairs), (*names, *FILES)
    if len(given) < len(pairs) or not given.keys() <= set(known) or not all(given.values()):
        raise ValueError(f"behind the question mark may stand {', '.join(known)}, each once, as name=value")
    return given


def _tls(parts: SplitResult, given: dict[str, str]) -> Tls | None:
    files = {name: given[name] for name in FILES if name in given}
    if not parts.scheme.endswith("s"):
        if files:
            raise ValueError(f"certificates need encryption; write {parts.scheme}s://")
        return None
    if ("certfile" in files) != ("keyfile" in files):
        raise ValueError("certfile and keyfile go together; write both or none")
    for name, path in files.items():
        if not Path(path).is_file():
            raise ValueError(f"{name}: there is no such file; write the path of a file in PEM format")
    return Tls(**files)


def _refuse() -> NoReturn:
    raise ValueError(
        "write amqp://user:password@rabbit.example.com:5672/vhost?exchange=bot&queue=events, "
        "or kafka://user:password@one.example.com:9092,two.example.com:9092/topic; amqps:// and kafkas:// encrypt; "
        "special characters in user and password as %40"
    ) from None
