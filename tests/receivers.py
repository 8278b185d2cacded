"""A mail server and a web server on this machine that take hand-offs, or refuse some."""

from __future__ import annotations

import base64
import json
import socketserver
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Receiver:
    """Takes what comes; answers with `failures` first, one each. A failure may be a status, or seconds to keep silent."""

    server: socketserver.BaseServer

    def __init__(self, port: int = 0) -> None:
        self.failures: list[int | float] = []
        self.tried = 0
        self.server = self._made(port)
        self.port = int(self.server.server_address[1])
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def _made(self, port: int) -> socketserver.BaseServer:
        raise NotImplementedError

    def next_failure(self) -> int | None:
        """What to answer instead of taking it; waits where it is to keep silent."""
        self.tried += 1
        failure = self.failures.pop(0) if self.failures else None
        if isinstance(failure, float):
            time.sleep(failure)
            return None
        return failure

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def until(done: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.05)


class Mailbox(Receiver):
    """Speaks as much SMTP as a mail needs; `mails` and their `envelopes` are what it took.

    With `tls` it offers STARTTLS or, `encrypted`, speaks nothing else; `logins` are those it was told over TLS.
    """

    def __init__(self, port: int = 0, tls: ssl.SSLContext | None = None, encrypted: bool = False) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[tuple[str, str]] = []
        self.logins: list[str] = []
        self.tls, self.encrypted = tls, encrypted
        super().__init__(port)

    def _made(self, port: int) -> socketserver.BaseServer:
        mailbox = self

        class Handler(socketserver.StreamRequestHandler):
            def setup(self) -> None:
                super().setup()
                self.secure = False
                if mailbox.encrypted:
                    self.encrypt()

            def encrypt(self) -> None:
                assert mailbox.tls
                self.request = self.connection = mailbox.tls.wrap_socket(self.request, server_side=True)
                self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
                self.secure = True

            def handle(self) -> None:
                self.answer(220, "here")
                sender = recipient = ""
                while line := self.rfile.readline():
                    verb = line[:4].upper()
                    if verb == b"EHLO":
                        offered = "AUTH PLAIN" if self.secure else "STARTTLS" if mailbox.tls else "8BITMIME"
                        self.wfile.write(f"250-here\r\n250 {offered}\r\n".encode())
                        continue
                    if verb == b"STAR":
                        self.answer(220, "go on")
                        self.encrypt()
                        continue
                    if verb == b"AUTH":
                        mailbox.logins.append(base64.b64decode(line.split()[2]).decode().strip("\0"))
                        self.answer(235, "welcome")
                        continue
                    if verb == b"MAIL":
                        sender = line.decode().split("<")[1].split(">")[0]
                    elif verb == b"RCPT":
                        recipient = line.decode().split("<")[1].split(">")[0]
                    elif verb == b"DATA":
                        self.answer(354, "go on")
                        self.take(sender, recipient)
                        continue
                    elif verb == b"QUIT":
                        self.answer(221, "bye")
                        return
                    self.answer(250, "fine")

            def take(self, sender: str, recipient: str) -> None:
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line.removeprefix(b"."))
                failure = mailbox.next_failure()
                if failure is None:
                    mail = message_from_bytes(b"".join(lines), policy=default)
                    assert isinstance(mail, EmailMessage)
                    mailbox.mails.append(mail)
                    mailbox.envelopes.append((sender, recipient))
                self.answer(failure or 250, "done")

            def answer(self, code: int, word: str) -> None:
                self.wfile.write(f"{code} {word}\r\n".encode())

        return socketserver.ThreadingTCPServer(("127.0.0.1", port), Handler)


@dataclass
class Posted:
    """One request."""

    headers: dict[str, str]
    body: bytes
    json: Any = field(init=False)

    def __post_init__(self) -> None:
        self.json = json.loads(self.body)


class Hook(Receiver):
    """Takes posts; `posts` are those it took."""

    def __init__(self, port: int = 0) -> None:
        self.posts: list[Posted] = []
        super().__init__(port)
        self.url = f"http://127.0.0.1:{self.port}/hook"

    def _made(self, port: int) -> socketserver.BaseServer:
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                failure = hook.next_failure()
                if failure is None:
                    hook.posts.append(Posted({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(failure or 200)
                if failure and 300 <= failure < 400:
                    self.send_header("Location", hook.url)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def owner(folder: Path, destination: str) -> str:
    """The file of an owner who takes conversations over there."""
    path = folder / "owner.yml"
    path.write_text(f'name: "Acme"\nhours: "on weekdays, 9 to 5"\ndestination: "{destination}"\n')
    return str(path)
