"""The chat widget's files, its greeting, and a page at `/` that shows it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.assets import Asset, bare, classic, joined

WIDGET = Path(__file__).parent.parent / "widget"
SITE = Path(__file__).parent.parent / "site"
GREETING = "utter_smalltalk/greet"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
ASK_AGAIN = {"Cache-Control": "no-cache"}
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
# Pages of other origins load the widget and ask for the greeting.
PUBLIC = HEADERS | {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


class PageChannel(InputChannel):
    """Serves the widget and its page; the conversation itself goes through the REST webhook."""

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "page"

    @classmethod
    def url_prefix(cls) -> str:
        """The page is at the root."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        routes = Blueprint("page")
        for address, (asset, headers) in files().items():
            _serve(routes, address, asset, headers)

        @routes.route("/greeting", methods=["GET"])
        async def greeting(request: Request) -> HTTPResponse:
            domain = request.app.ctx.agent.domain
            replies = domain.responses.get(GREETING, []) if domain else []
            kept = [
                {"text": r["text"], "buttons": r.get("buttons", []), "metadata": {"kind": "smalltalk"}}
                for r in replies[:1]
            ]
            return json(kept, headers=PUBLIC)

        return routes


def files() -> dict[str, tuple[Asset, dict[str, str]]]:
    """What is served at which address, and with which headers."""
    widget = {
        "/widget.js": classic(bare(joined(WIDGET / "widget.js"))),
        "/widget/element.js": bare(joined(WIDGET / "module.js")),
    }
    found = {address: (Asset.of(address, script), PUBLIC | ASK_AGAIN) for address, script in widget.items()}
    for path in SITE.iterdir():
        address = "/" if path.name == "index.html" else f"/{path.name}"
        asset = Asset.of(path.name, path.read_text("utf-8"))
        found[address] = asset, HEADERS | ASK_AGAIN | {"Content-Security-Policy": POLICY}
    return found


def _serve(routes: Blueprint, address: str, asset: Asset, headers: dict[str, str]) -> None:
    async def serve(request: Request) -> HTTPResponse:
        return asset.response(request, headers)

    name = "file" + address.replace("/", "_").replace(".", "_")
    routes.add_route(serve, address, methods=["GET", "HEAD"], name=name)
