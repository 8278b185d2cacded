"""Chat front-ends of others, as published on npm and embedded as docs/rest.md says, and how a visitor uses them."""

from __future__ import annotations

import re
import shutil
import subprocess
from abc import ABC, abstractmethod
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from bot.evaluate.npm import NpmError, Package
from bot.evaluate.widgets import CHATROOM, DEEP_CHAT

DOC = Path(__file__).parents[2] / "docs/rest.md"
NATIVE = Path(__file__).parent / "react_native"
REACT_NATIVE_RASA = Package(
    "react-native-rasa",
    "0.3.0",
    "sha512-+X9M5Wu+o/QnMa2PdrvjdbINYK/OS9LKXxCPoBEI7NZRQywqDeLUOFu5tfqIuaIVle4seDX91HVGj4+97LsEUQ==",
)
WAIT = 20_000  # milliseconds; chatroom shows a message at a time
Pages = dict[str, bytes]


class FrontEnd(ABC):
    """A page with one of them; `input` is where one writes, `replies` and `buttons` are what the bot said."""

    input: Locator
    replies: Locator
    buttons: Locator

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.goto(address)

    @classmethod
    @abstractmethod
    def pages(cls, bot: str, folder: Path) -> Pages:
        """What is served at which address, for a bot; `folder` is free to use. Raises NpmError."""

    def send(self) -> None:
        self.page.keyboard.press("Enter")

    def say(self, text: str) -> None:
        self.input.click()
        self.page.keyboard.type(text)
        self.send()

    def press(self, title: str) -> None:
        button = self.buttons.filter(has_text=re.compile(f"^{re.escape(title)}$"))
        expect(button).to_have_count(1, timeout=WAIT)
        button.click()

    def hears(self, text: str) -> None:
        """Wait until the bot says this."""
        expect(self.replies.filter(has_text=text)).to_have_count(1, timeout=WAIT)


class Chatroom(FrontEnd):
    """For Rasa's REST channel."""

    def __init__(self, page: Page, address: str) -> None:
        super().__init__(page, address)
        self.input = page.locator(".chatroom input[type=text]")
        self.replies = page.locator(".chat.left")
        self.buttons = page.locator(".chat-button:not(.chat-button-disabled)")

    @classmethod
    def pages(cls, bot: str, folder: Path) -> Pages:
        return embedded(CHATROOM, bot, "Chatroom.js", "Chatroom.css")


class DeepChat(FrontEnd):
    """For any service. Playwright's selectors see into its shadow root."""

    def __init__(self, page: Page, address: str) -> None:
        super().__init__(page, address)
        self.input = page.locator("#text-input")
        self.replies = page.locator(".ai-message-text")
        self.buttons = page.locator("button.payload")

    @classmethod
    def pages(cls, bot: str, folder: Path) -> Pages:
        return embedded(DEEP_CHAT, bot, "deepChat.bundle.js")


class ReactNativeRasa(FrontEnd):
    """For Rasa's REST channel, in apps; here built for a browser, since React Native has a version for that."""

    def __init__(self, page: Page, address: str) -> None:
        super().__init__(page, address)
        self.input = page.get_by_placeholder("Type a message...")
        self.replies = self.buttons = page.locator("#root div[dir=auto]")

    def send(self) -> None:
        self.page.get_by_text("Send", exact=True).click()

    @classmethod
    def pages(cls, bot: str, folder: Path) -> Pages:
        shutil.copytree(NATIVE, folder, dirs_exist_ok=True)
        sources = folder / REACT_NATIVE_RASA.name
        sources.mkdir()
        names = ("RNRasa.tsx", "utils.ts", "types.ts")
        for name, content in zip(names, REACT_NATIVE_RASA.read(*names), strict=True):
            (sources / name).write_bytes(content)
        run(
            folder, "npm", "ci", "--legacy-peer-deps", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"
        )
        endings = [f"{web}.{kind}" for web in (".web", "") for kind in ("tsx", "ts", "jsx", "js")]
        build = [
            "--bundle",
            "--outfile=chat.js",
            "--alias:react-native=react-native-web",
            "--main-fields=browser,module,main",
            f"--resolve-extensions={','.join(endings)},.json",
            "--loader:.js=jsx",
            "--loader:.png=dataurl",
            "--define:global=window",
            "--define:__DEV__=false",
            '--define:process.env.NODE_ENV="production"',
        ]
        run(folder, "node_modules/.bin/esbuild", "main.jsx", *build)
        body = f'<div id="root"></div><script>window.BOT = "{bot}"</script><script src="/chat.js"></script>'
        return {"/": page_of(body), "/chat.js": (folder / "chat.js").read_bytes()}


def embedded(package: Package, bot: str, *names: str) -> Pages:
    """A package's files, and a page with the lines of docs/rest.md that load the first of them."""
    files = package.read(*(f"dist/{name}" for name in names))
    blocks = re.findall(r"^```html\n(.*?)^```", DOC.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    lines = next(block for block in blocks if f'src="{names[0]}"' in block)
    page = page_of(lines.replace("http://localhost:5005", bot))
    return {"/": page, **{f"/{name}": content for name, content in zip(names, files, strict=True)}}


def page_of(body: str) -> bytes:
    head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title></head>'
    return f"{head}<body>{body}</body></html>".encode()


def run(folder: Path, *command: str) -> None:
    """Run a command of npm's world in a folder. Raises NpmError."""
    try:
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=120)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NpmError(f"{command[0]}: {error}") from None
    if done.returncode:
        raise NpmError(f"{command[0]} failed: {done.stderr.strip()[-500:]}")
