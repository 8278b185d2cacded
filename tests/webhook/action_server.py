"""The product's actions behind a URL of the test's own, which a test puts into trouble."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rasa_sdk.executor import ActionExecutor

from actions.fallback import ActionFallBack
from actions.recommendation import ActionRecommend
from bot.storage import Repository, connect

Trouble = Callable[[Callable[[], Any]], Any]


class Held:
    """Lets an action run, and keeps its result back until it is released."""

    def __init__(self) -> None:
        self.ran, self.released = threading.Event(), threading.Event()

    def __call__(self, run: Callable[[], Any]) -> Any:
        result = run()
        self.ran.set()
        self.released.wait(120)
        return result


class ActionServer:
    """An action server on a bot's database; actions of chosen conversations are in trouble."""

    def __init__(self, database_url: str) -> None:
        self._engine = connect(database_url)
        self._executor = ActionExecutor()
        self._executor.register_package("actions")
        for action in (ActionRecommend, ActionFallBack):  # those that store something on the tests' ways
            self._executor.register_action(action(repository=Repository(self._engine)))
        self._troubles: dict[str, Trouble] = {}
        self._port = 0  # any free one at first, then the same
        self.start()
        self.url = f"http://127.0.0.1:{self._port}/webhook"

    def start(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), self._handler())
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def close(self) -> None:
        self.stop()
        self._engine.dispose()

    @contextmanager
    def held(self, sender: str, action: str = "") -> Iterator[Held]:
        """The first action of a conversation, or the one named, is held until the end of the block."""
        held = Held()
        with self.trouble(sender, held, action):
            try:
                yield held
            finally:
                held.released.set()

    @contextmanager
    def trouble(self, sender: str, trouble: Trouble, action: str = "") -> Iterator[None]:
        self._troubles[sender + action] = trouble
        try:
            yield
        finally:
            del self._troubles[sender + action]

    def _run(self, call: dict[str, Any]) -> Any:
        sender, action = call["sender_id"], call["next_action"]
        trouble = self._troubles.get(sender) or self._troubles.get(sender + action) or (lambda run: run())
        return trouble(lambda: asyncio.run(self._executor.run(call)))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(200, {"status": "ok"})

            def do_POST(self) -> None:
                call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                try:
                    self.answer(200, server._run(call))
                except ConnectionAbortedError:
                    self.close_connection = True  # as of a process that dies
                except Exception as error:  # noqa: BLE001  as an action server's
                    self.answer(500, {"error": str(error)})

            def answer(self, status: int, body: Any) -> None:
                with suppress(OSError):  # the bot may be gone
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.end_headers()
                    self.wfile.write(json.dumps(body).encode())

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        return Handler
