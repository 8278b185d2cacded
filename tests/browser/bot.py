"""A bot by hand, with the routes that the widget uses: it says what a test wants, and fails when a test wants it."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.channels.page import files

Reply = dict[str, Any]
ROUTE = "/webhooks/rest"
GREETING = [{"text": "Hello.", "buttons": [{"title": "Hi", "payload": "Hi"}], "metadata": {"kind": "smalltalk"}}]


@dataclass
class Fault:
    """How the next message fails."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    detail: str = "Not now."
    after: int | None = None  # break the stream off after so many replies


def echo(text: str) -> list[Reply]:
    """Repeats what was said, as an answer."""
    return [{"text": f"You said {text}", "metadata": {"kind": "answer", "faq": "echo", "sources": []}}]


class Bot(ThreadingHTTPServer):
    """`posts` are the messages that arrived, with their keys; `stored` the history by conversation."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.files = files()
        self.lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """As new."""
        self.replies: Callable[[str], list[Reply]] = echo
        self.faults: deque[Fault] = deque()
        self.posts: list[tuple[str, str]] = []
        self.feedback: list[dict[str, Any]] = []
        self.stored: dict[str, list[Reply]] = {}
        self.answered: dict[str, list[Reply]] = {}
        self.answering = threading.Event()  # replies wait for it
        self.answering.set()

    def turn(self, conversation: str, key: str, text: str) -> list[Reply]:
        """The replies to a message, the same for the same key, stored with it."""
        with self.lock:
            if key not in self.answered:
                self.answered[key] = self.replies(text)
                if conversation in self.stored:
                    self._store(conversation, {"from": "visitor", "text": text, "id": key})
                    for reply in self.answered[key]:
                        self._store(conversation, {**reply, "from": "bot"})
            return self.answered[key]

    def _store(self, conversation: str, record: Reply) -> None:
        history = self.stored[conversation]
        history.append({"number": len(history) + 1, "at": "2026-01-01T00:00:00Z", **record})


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Bot

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_OPTIONS(self) -> None:
        self._answer(204)

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path in self.server.files:
            asset, headers = self.server.files[address.path]
            self._answer(200, asset.plain, {**headers, "Content-Type": asset.kind})
        elif address.path == "/greeting":
            self._json(200, GREETING)
        elif conversation := self._known():
            history = self.server.stored[conversation]
            if address.path.endswith("/transcript"):
                text = "\n".join(f"{record['from']}: {record['text']}" for record in history)
                self._answer(200, text.encode(), {"Content-Type": "text/plain; charset=utf-8"})
            else:
                after = int(parse_qs(address.query)["after"][0])
                self._json(200, {"messages": history[after:], "last": len(history)})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == f"{ROUTE}/conversations":
            name = f"web-{len(self.server.stored) + 1}"
            self.server.stored[name] = []
            return self._json(201, {"conversation": name, "token": f"token-of-{name}"})
        if self.path == f"{ROUTE}/webhook":
            return self._message(json.loads(body))
        if self._known():
            self.server.feedback.append(json.loads(body))
            self._answer(204)
        return None

    def do_DELETE(self) -> None:
        if conversation := self._known():
            del self.server.stored[conversation]
            self._answer(204)

    def _known(self) -> str | None:
        """The conversation whose token was sent; without one the answer is 401."""
        conversation = self.headers.get("Authorization", "").removeprefix("Bearer token-of-")
        if conversation in self.server.stored:
            return conversation
        self._problem(401, "This conversation has expired.")
        return None

    def _message(self, body: dict[str, Any]) -> None:
        key, text = self.headers["Idempotency-Key"], body["message"]
        self.server.posts.append((text, key))
        fault = self.server.faults.popleft() if self.server.faults else None
        if fault and fault.after is None:
            return self._problem(fault.status, fault.detail, fault.headers)
        if not self._known():
            return None
        self.server.answering.wait(30)
        replies = self.server.turn(body["sender"], key, text)
        events = [("typing", {}), *(("message", reply) for reply in replies), ("done", {})]
        if fault and fault.after is not None:
            events = events[: 1 + fault.after]
        stream = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
        return self._answer(200, stream.encode(), {"Content-Type": "text/event-stream"})

    def _problem(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        self._json(status, {"status": status, "detail": detail}, headers)

    def _json(self, status: int, value: Any, headers: dict[str, str] | None = None) -> None:
        self._answer(status, json.dumps(value).encode(), {"Content-Type": "application/json", **(headers or {})})

    def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        given = {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key",
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
            "Access-Control-Expose-Headers": "Retry-After",
            "Content-Length": str(len(body)),
            **(headers or {}),
        }
        self.send_response(status)
        for name, value in given.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
