"""Errors as application/problem+json (RFC 9457)."""

import json
from typing import Any

from sanic.response import HTTPResponse

CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """Why a request is refused: `status` and `title` of the error, `headers` that go with it, and as text what to do."""

    def __init__(self, status: int, title: str, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.title, self.headers = status, title, headers or {}


def problem(status: int, title: str, detail: str, headers: dict[str, str] | None = None, **more: Any) -> HTTPResponse:
    """An error response: what happened, and what to do."""
    body = {"type": "about:blank", "status": status, "title": title, "detail": detail, **more}
    return HTTPResponse(json.dumps(body), status=status, headers=headers, content_type=CONTENT_TYPE)
