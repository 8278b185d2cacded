"""Errors are problems in the sense of RFC 9457."""

from __future__ import annotations

import json

from bot.channels.problem import problem


def test_a_problem_says_what_happened_and_what_to_do() -> None:
    response = problem(503, "Not ready", "Try again in a moment.", {"Retry-After": "5"}, missing=["model"])
    assert response.status == 503 and response.content_type == "application/problem+json"
    assert response.headers["Retry-After"] == "5"
    assert json.loads(response.body or b"") == {
        "type": "about:blank",
        "status": 503,
        "title": "Not ready",
        "detail": "Try again in a moment.",
        "missing": ["model"],
    }
