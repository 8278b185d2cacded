"""A local web server of files that are in memory, for pages that a measurement or a test opens."""

import gzip
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePath
from typing import Any

KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json"}


@dataclass(frozen=True)
class File:
    """A file as it is sent: `kind` is its media type, `packed` what `gzip -9` makes of it."""

    kind: str
    packed: bytes

    @classmethod
    def of(cls, address: str, plain: bytes) -> "File":
        """The file at an address; one without an ending is a page."""
        kind = KINDS[PurePath(address).suffix or ".html"]
        return cls(f"{kind}; charset=utf-8", gzip.compress(plain, 9, mtime=0))


class Shelf(ThreadingHTTPServer):
    """Serves files at their addresses on this machine; `asked` are the addresses that were asked for and found."""

    daemon_threads = True

    def __init__(self, files: Mapping[str, bytes], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.files = {address: File.of(address, plain) for address, plain in files.items()}
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Shelf
    protocol_version = "HTTP/1.1"  # a connection is used again, as it is by any server that people run

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send the file, or 404."""
        address = self.path.partition("?")[0]
        found = self.server.files.get(address)
        if found:
            self.server.asked.append(address)
        self.send_response(200 if found else 404)
        if found:
            self.send_header("Content-Type", found.kind)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Cache-Control", "max-age=31536000")
        self.send_header("Content-Length", str(len(found.packed) if found else 0))
        self.end_headers()
        self.wfile.write(found.packed if found else b"")


@contextmanager
def serving(files: Mapping[str, bytes], port: int = 0) -> Iterator[Shelf]:
    """Serve files until the block ends."""
    shelf = Shelf(files, port)
    threading.Thread(target=shelf.serve_forever, daemon=True).start()
    try:
        yield shelf
    finally:
        shelf.shutdown()
        shelf.server_close()
