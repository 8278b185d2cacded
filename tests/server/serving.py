"""The application on a real server, before an agent by hand."""

from __future__ import annotations

import asyncio
import socket
import threading
from types import SimpleNamespace
from typing import Any

import requests
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from bot.server.app import build_app
from bot.server.metrics import Metrics
from bot.settings import Settings

Sanic.test_mode = True  # otherwise one process can serve one application only


class Agent:
    """Repeats what it hears, or raises `failure`."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.domain = SimpleNamespace(responses={})
        self.action_endpoint, self.tracker_store, self.inbox = SimpleNamespace(), SimpleNamespace(), SimpleNamespace()
        self.model_name = "model"
        self.metrics = Metrics()
        self.dispatcher = self

    def start(self) -> None:
        """As the dispatcher."""

    async def stop(self, seconds: float) -> None:
        """As the dispatcher."""

    def is_ready(self) -> bool:
        return True

    async def handle_message(self, message: UserMessage) -> None:
        if self.failure:
            raise self.failure
        await message.output_channel.send_response(message.sender_id, {"text": message.text})


class Server:
    """A running server; `agent` is behind it."""

    def __init__(self, agent: Agent | None = None, settings: Settings | None = None) -> None:
        self.agent, self._settings = agent or Agent(), settings or Settings()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.started = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self.thread.start()
        assert self.started.wait(20)

    async def _serve(self) -> None:
        app = build_app(self._settings, lambda: self.agent)
        server = await app.create_server(sock=self.socket, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        await server.before_start()
        self.loop, self.stopped = asyncio.get_running_loop(), asyncio.Event()
        self.started.set()
        await self.stopped.wait()
        server.close()
        Sanic._app_registry.pop(app.name)

    def post(self, body: Any = None, **more: Any) -> requests.Response:
        return requests.post(f"{self.url}/webhooks/rest/webhook", json=body, timeout=10, **more)

    def post_raw(self, body: bytes) -> requests.Response:
        return self.post(data=body, headers={"Content-Type": "application/json"})

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.stopped.set)
        self.thread.join(timeout=10)
