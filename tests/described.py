"""What `bot/server/openapi.json` says of routes and responses, to hold the server to it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from jsonschema import Draft202012Validator, RefResolver

FILE = Path(__file__).parents[1] / "bot/server/openapi.json"
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
NO_ROUTE = {404, 405}  # what an address or a method that is not described has to get


class Description:
    """The description, with its references followed."""

    def __init__(self) -> None:
        self.whole: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
        self._resolver = RefResolver.from_schema(self.whole)

    @property
    def operations(self) -> dict[tuple[str, str], dict[str, Any]]:
        """What is described of each method and path."""
        return {
            (method.upper(), path): operation
            for path, methods in self.whole["paths"].items()
            for method, operation in methods.items()
            if method in METHODS
        }

    @property
    def statuses(self) -> set[tuple[str, str, int]]:
        """Each method, path and status that is described."""
        return {
            (method, path, int(status))
            for (method, path), operation in self.operations.items()
            for status in operation["responses"]
        }

    def path(self, address: str) -> str | None:
        """The path that an address belongs to; None for one that is not described."""
        asked = urlsplit(address).path
        templates = sorted(self.whole["paths"], key=lambda path: path.count("{"))
        return next((path for path in templates if re.fullmatch(re.sub(r"{\w+}", "[^/]+", path), asked)), None)

    def faults(self, response: requests.Response) -> list[str]:
        """What a response has that is not described."""
        method, path = str(response.request.method), self.path(str(response.request.url))
        here = f"{method} {path or response.request.url}: {response.status_code}"
        operation = self.operations.get((method, path or ""))
        if operation is None:
            return [] if response.status_code in NO_ROUTE else [f"{here} of a route that is not described"]
        described = operation["responses"].get(str(response.status_code))
        if described is None:
            return [f"{here} is not described"]
        described = self._follow(described)
        faults = [f"{here} lacks {name}" for name in described.get("headers", {}) if name not in response.headers]
        content, kind = described.get("content", {}), response.headers.get("Content-Type", "").split(";")[0]
        if method == "HEAD" or (not content and not response.content):
            return faults
        if kind not in content:
            return [*faults, f"{here} is {kind or 'of no type'}, not {' or '.join(content) or 'empty'}"]
        if kind.endswith("json"):
            schema = Draft202012Validator(content[kind]["schema"], resolver=self._resolver)
            faults += [f"{here}: {error.json_path}: {error.message}" for error in schema.iter_errors(response.json())]
        return faults

    def _follow(self, described: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self._resolver.resolve(described["$ref"])[1] if "$ref" in described else described
        return found
