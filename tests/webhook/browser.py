"""A visitor's browser: a conversation that the server began, with its token."""

from __future__ import annotations

from typing import Any

import requests


class Browser:
    """A conversation with a token."""

    def __init__(self, url: str) -> None:
        self.url = url
        begun = requests.post(f"{url}/webhooks/rest/conversations", timeout=10)
        assert begun.status_code == 201, begun.text
        self.conversation, self.token = begun.json()["conversation"], begun.json()["token"]

    def ask(self, method: str, path: str = "", token: str | None = None, **more: Any) -> requests.Response:
        """Call a route of the conversation; with its own token unless another is given."""
        headers = {"Authorization": f"Bearer {token or self.token}", **more.pop("headers", {})}
        url = f"{self.url}/webhooks/rest/conversations/{self.conversation}{path}"
        return requests.request(method, url, headers=headers, timeout=60, **more)

    def send(self, text: str, token: str | None = None, stream: bool = False, **headers: str) -> requests.Response:
        """Send a message; with its own token unless another is given."""
        headers = {"Authorization": f"Bearer {token or self.token}", **headers}
        body = {"sender": self.conversation, "message": text}
        url = f"{self.url}/webhooks/rest/webhook"
        return requests.post(url, json=body, headers=headers, stream=stream, timeout=60)

    def history(self, after: int = 0) -> dict[str, Any]:
        response = self.ask("GET", f"/messages?after={after}")
        assert response.status_code == 200, response.text
        return dict(response.json())
