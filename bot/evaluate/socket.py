"""The least that a client of Rasa's socket.io channel needs before it can be written in: a session, confirmed as Rasa does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from uuid import uuid4
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import socketio


class Threads(ThreadingMixIn, WSGIServer):
    """A thread for each request, since some of them wait for something to happen."""

    daemon_threads = True


class Handler(WSGIRequestHandler):
    """One request."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def listening() -> Iterator[str]:
    """Listen on this machine until the block ends; gives the address."""
    server = socketio.Server(async_mode="threading", cors_allowed_origins="*", allow_upgrades=False)

    def confirm(client: str, asked: dict[str, Any] | None) -> None:
        server.emit("session_confirm", (asked or {}).get("session_id") or uuid4().hex, to=client)

    server.on("session_request", confirm)
    web = make_server("127.0.0.1", 0, socketio.WSGIApp(server), Threads, Handler)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{web.server_port}"
    finally:
        web.shutdown()
        web.server_close()
