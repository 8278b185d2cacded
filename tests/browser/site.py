"""A page of somebody else, on an origin of its own, under a policy that names only the bot."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# What a careless page may do to everything on it.
STYLE = """
* { font-size: 40px; color: lime; line-height: 3; letter-spacing: 9px; text-transform: uppercase; box-sizing: content-box; }
button, textarea { display: none; }
body { font: italic 40px fantasy; text-align: center; }
"""


class Site(ThreadingHTTPServer):
    """Serves `page(bot, ...)` at every address."""

    daemon_threads = True

    def __init__(self, bot: str, name: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.url = f"http://{name}:{self.server_port}/"
        self.bot = bot
        self.html = self.page()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def page(self, attributes: str = "", body: str = "") -> str:
        """A page with the widget's one line."""
        return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Somebody's page</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="stylesheet" href="/site.css">
            <script src="{self.bot}/widget.js" {attributes} async></script></head>
            <body><main><h1>A page</h1><a href="#main">A link</a>{body}</main></body></html>"""

    @property
    def policy(self) -> str:
        """The strictest policy under which the widget has to work."""
        return f"default-src 'none'; script-src {self.bot}; connect-src {self.bot}; style-src 'self'"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Site

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        style = self.path == "/site.css"
        body = (STYLE if style else self.server.html).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/css" if style else "text/html")
        self.send_header("Content-Security-Policy", self.server.policy)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
