"""Errors as application/problem+json (RFC 9457)."""

import json
from typing import Any

from sanic.response import HTTPResponse

CONTENT_TYPE = "application/problem+json"


def problem(status: int, title: str, detail: str, headers: dict[str, str] | None = None, **more: Any) -> HTTPResponse:
    """An error response: what happened, and what to do."""
    body = {"type": "about:blank", "status": status, "title": title, "detail": detail, **more}
    return HTTPResponse(json.dumps(body), status=status, headers=headers, content_type=CONTENT_TYPE)
