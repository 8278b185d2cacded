"""The channels on a real server, before an agent by hand."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from rasa.core.channels.channel import UserMessage, register
from sanic import Sanic

from bot.channels.door import Door
from bot.channels.page import PageChannel
from bot.channels.recommendations import RecommendationsChannel
from bot.channels.rest import RestChannel
from bot.storage import Assessment

Sanic.test_mode = True  # otherwise one process can serve one application only


class Agent:
    """Repeats what it hears; remembers the messages."""

    def __init__(self) -> None:
        self.heard: list[UserMessage] = []
        self.domain = SimpleNamespace(
            responses={"utter_smalltalk/greet": [{"text": "Hello.", "buttons": [{"title": "Hi", "payload": "Hi"}]}]}
        )

    async def handle_message(self, message: UserMessage) -> list[dict[str, Any]]:
        self.heard.append(message)
        reply = {"text": message.text, "metadata": {"kind": "answer", "faq": "echo"}}
        await message.output_channel.send_response(message.sender_id, reply)
        return list(message.output_channel.messages)


class Server:
    """A running server: `url`, and the agent behind it."""

    def __init__(self, agent: Agent) -> None:
        self.agent = agent
        self.find: Callable[[str], Assessment | None] = lambda token: None
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def post(self, body: Any = None, **more: Any) -> requests.Response:
        """Post to the webhook."""
        return requests.post(f"{self.url}/webhooks/rest/webhook", json=body, timeout=10, **more)

    def get(self, path: str, **more: Any) -> requests.Response:
        return requests.get(self.url + path, timeout=10, **more)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        app = Sanic("channels-under-test", configure_logging=False)
        app.ctx.agent = self.agent
        recommendations = RecommendationsChannel(lambda token: self.find(token), "Contoso")
        register([RestChannel(Door(lambda: None)), PageChannel(), recommendations], app, route="/webhooks/")
        self.loop.run_until_complete(self._serve(app))

    async def _serve(self, app: Sanic) -> None:
        server = await app.create_server(sock=self.socket, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        self.stopped = asyncio.Event()
        await self.stopped.wait()
        server.close()

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.stopped.set)
        self.thread.join(timeout=10)


@pytest.fixture(scope="session")
def running() -> Iterator[Server]:
    server = Server(Agent())
    server.thread.start()
    for _ in range(50):
        try:
            server.get("/webhooks/rest/")
            break
        except requests.ConnectionError:
            threading.Event().wait(0.1)
    yield server
    server.stop()


@pytest.fixture
def server(running: Server) -> Server:
    running.agent.heard.clear()
    return running
