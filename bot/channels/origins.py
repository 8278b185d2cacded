"""Which pages may use the webhook from a browser (CORS): those of this server, and those of the listed origins."""

from collections.abc import Collection

METHODS = ("GET", "POST", "DELETE")
SENT = ("Accept", "Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID", "X-Request-Id")
READ = (
    "Content-Disposition",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "X-Request-Id",
)
MOST_MET = 100  # refused origins that are remembered, so that each is logged once
SECONDS = 600  # that a browser remembers a preflight


class Origins:
    """The origins that are listed, and the server's own."""

    def __init__(self, listed: Collection[str] = (), address: str | None = None) -> None:
        """`listed`: such as https://www.example.com; `address`: under which visitors reach this server."""
        self._listed = frozenset(listed)
        self._own = _host(address) if address else None
        self._met: set[str] = set()

    def admit(self, origin: str | None, host: str) -> bool:
        """Whether a page of this origin may begin a conversation; `host` is where the request went.

        None is no page: a server, or a program. The scheme is not compared, since a proxy may end TLS.
        """
        if origin is None or origin in self._listed:
            return True
        return bool(_host(origin)) and _host(origin) in (host, self._own)

    def meet(self, origin: str | None) -> bool:
        """Whether this origin, which is refused, is met for the first time; of very many the later ones never are."""
        if origin is None or origin in self._met or len(self._met) >= MOST_MET:
            return False
        self._met.add(origin)
        return True

    def headers(self, origin: str | None) -> dict[str, str]:
        """What lets a page of another, listed origin read a response. Never credentials: a token says who it is."""
        if not self._listed:
            return {}
        vary = {"Vary": "Origin"}
        if origin not in self._listed:
            return vary
        return {**vary, "Access-Control-Allow-Origin": str(origin), "Access-Control-Expose-Headers": ", ".join(READ)}

    def preflight(self, origin: str | None) -> dict[str, str]:
        """What lets a page of a listed origin send a request at all; nothing for others."""
        if origin not in self._listed:
            return {}
        return {
            "Access-Control-Allow-Methods": ", ".join(METHODS),
            "Access-Control-Allow-Headers": ", ".join(SENT),
            "Access-Control-Max-Age": str(SECONDS),
        }


def _host(address: str) -> str:
    return address.partition("://")[2].partition("/")[0]
