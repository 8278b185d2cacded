"""Files for browsers: compressed, with an ETag, and the widget's modules as one script."""

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from sanic.request import Request
from sanic.response import HTTPResponse

KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
COMMENT = re.compile(r"^\s*//.*\n|^\s*/\*.*\*/\n|^[ \t]+", re.MULTILINE)
IMPORT = re.compile(r'^import .* from "\./(.+)";\n', re.MULTILINE)
STYLES = re.compile(r'^import (\w+) from "\./(.+)" with { type: "css" };\n', re.MULTILINE)
EXPORT = re.compile(r"^export ", re.MULTILINE)


@dataclass(frozen=True)
class Asset:
    """A file as it is sent, plain and compressed."""

    kind: str
    plain: bytes
    compressed: bytes
    etag: str

    @classmethod
    def of(cls, name: str, text: str) -> "Asset":
        """The file of a name, with this text."""
        plain = text.encode()
        digest = hashlib.sha256(plain).hexdigest()[:16]
        kind = f"{KINDS[Path(name).suffix]}; charset=utf-8"
        return cls(kind, plain, gzip.compress(plain, mtime=0), f'"{digest}"')

    def response(self, request: Request, headers: dict[str, str]) -> HTTPResponse:
        """The file, or 304 where the client has it."""
        sent = headers | {"ETag": self.etag, "Vary": "Accept-Encoding"}
        known = request.headers.get("If-None-Match", "")
        if self.etag in (one.strip().removeprefix("W/") for one in known.split(",")):  # a proxy that compresses adds W/
            return HTTPResponse(status=304, headers=sent)
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return HTTPResponse(self.plain, headers=sent, content_type=self.kind)
        return HTTPResponse(self.compressed, headers=sent | {"Content-Encoding": "gzip"}, content_type=self.kind)


def bare(text: str) -> str:
    """A script or stylesheet without indentation and the comments that have lines of their own: no visitor reads them."""
    return COMMENT.sub("", text)


def joined(module: Path) -> str:
    """A module with all that it imports, stylesheets too, each once, as one script; all top-level names have to differ."""
    texts: dict[str, str] = {}

    def sheet(found: re.Match[str]) -> str:
        style = bare((module.parent / found[2]).read_text("utf-8"))
        return f"const {found[1]} = new CSSStyleSheet();\n{found[1]}.replaceSync({json.dumps(style)});\n"

    def add(name: str) -> None:
        if name not in texts:
            text = (module.parent / name).read_text("utf-8")
            texts[name] = ""  # modules may import in a circle
            for imported in IMPORT.findall(text):
                add(imported)
            del texts[name]  # behind what it needs
            texts[name] = STYLES.sub(sheet, EXPORT.sub("", IMPORT.sub("", text)))

    add(module.name)
    return "".join(texts.values())


def classic(module: str) -> str:
    """A module as a script for a tag without a type: strict, with its names to itself, and from where the tag says."""
    return f'(() => {{\n"use strict";\n{module.replace("import.meta.url", "document.currentScript.src")}}})();\n'
