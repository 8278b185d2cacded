"""Chat widgets that anybody can put on a page: our own, and those of npm, each as its makers say how to embed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.channels.page import files
from bot.evaluate.npm import Package

CHATROOM = Package(
    "@scalableminds/chatroom",
    "0.12.0",
    "sha512-ZMe7nmv6JIjllraP2SvSy11Q68efbBApHPCY1CyKjI/5go5vrhB4xMDOgk4SrRxm0YKgj37YIHHJvKZcNMEc3A==",
)
DEEP_CHAT = Package(
    "deep-chat",
    "2.4.2",
    "sha512-wQNd6Z6HDoH7OMeoQKpmxDm9XdWrRjMkBJ2yl5tsYND9Dz2UCv/BdGVM8vK2V0mhO1u+OniHYPWDGvjlNxjCeQ==",
)
RASA_WEBCHAT = Package(
    "rasa-webchat",
    "1.0.1",
    "sha512-Ld1zVJvTAaTrs6A5p8t70agNNrKYRyXlvqXZRgBoDvKKUXbA0jhJKECi5bdPGlaR6jsmqWtVylHS+YqIqo0x8w==",
)


@dataclass(frozen=True)
class Widget:
    """A widget, and how to embed it.

    `markup` is what goes into a page's body. `launcher` gives, in JavaScript, the control that opens the chat, `input` where one
    writes; both null until they are there. Without a `launcher` the chat is always open.
    """

    name: str
    version: str
    license: str
    files: Mapping[str, bytes]
    markup: str
    input: str
    launcher: str | None = None

    def page(self) -> str:
        """A page with some words and the widget."""
        words = "<p>We answer the phone.</p>" * 20
        return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Somebody's page</title>
            <link rel="icon" href="data:,">
            <meta name="viewport" content="width=device-width, initial-scale=1"></head>
            <body><main><h1>A page</h1>{words}</main>{self.markup}</body></html>"""


def widgets(socket: str, cache: Path | None = None) -> list[Widget]:
    """All of them, ours first; `socket` is where socket.io answers, `cache` keeps what npm fetched. Raises NpmError."""
    return [ours(), deep_chat(cache), rasa_webchat(socket, cache), chatroom(cache)]


def ours() -> Widget:
    """The widget of this repository, by its one line; its greeting is what it asks the bot for when it opens."""
    root = 'document.querySelector("bpo-chat")?.shadowRoot'
    return Widget(
        "bpo-chat",
        "of this commit",
        "Apache-2.0",
        {address: asset.plain for address, (asset, _) in files().items() if address.startswith("/widget")},
        '<script src="/widget.js" async></script>',
        input=f'{root}?.querySelector("textarea")',
        launcher=f'{root}?.querySelector(".launcher")',
    )


def chatroom(cache: Path | None = None) -> Widget:
    """Made for Rasa's REST channel. Its title opens it."""
    script, style = CHATROOM.read("dist/Chatroom.js", "dist/Chatroom.css", cache=cache)
    return Widget(
        CHATROOM.name,
        CHATROOM.version,
        "AGPL-3.0",
        {"/Chatroom.js": script, "/Chatroom.css": style},
        """<link rel="stylesheet" href="/Chatroom.css">
           <div class="chat-container" style="position: fixed; right: 0; bottom: 0"></div>
           <script src="/Chatroom.js"></script>
           <script>new Chatroom({ host: "", title: "Chat", container: document.querySelector(".chat-container") });</script>""",
        input='document.querySelector(".chatroom input[type=text]")',
        launcher='document.querySelector(".chatroom h3")',
    )


def deep_chat(cache: Path | None = None) -> Widget:
    """For any service. It stands in the page, always open."""
    (script,) = DEEP_CHAT.read("dist/deepChat.bundle.js", cache=cache)
    return Widget(
        DEEP_CHAT.name,
        DEEP_CHAT.version,
        "MIT",
        {"/deepChat.bundle.js": script},
        """<script type="module" src="/deepChat.bundle.js"></script>
           <deep-chat connect='{"url": "/chat"}' style="position: fixed; right: 0; bottom: 0"></deep-chat>""",
        input='document.querySelector("deep-chat")?.shadowRoot?.querySelector("#text-input")',
    )


def rasa_webchat(socket: str, cache: Path | None = None) -> Widget:
    """Made for Rasa's socket.io channel. It hides until that is connected, unless it is told not to."""
    (script,) = RASA_WEBCHAT.read("lib/index.js", cache=cache)
    return Widget(
        RASA_WEBCHAT.name,
        RASA_WEBCHAT.version,
        "Apache-2.0",
        {"/rasa-webchat.js": script},
        f"""<script src="/rasa-webchat.js" async
             onload="WebChat.default({{ socketUrl: '{socket}', hideWhenNotConnected: false }}, null)"></script>""",
        input='document.querySelector(".rw-new-message")',
        launcher='document.querySelector(".rw-launcher")',
    )
