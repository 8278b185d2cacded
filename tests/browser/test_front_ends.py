"""Chat widgets of others, as published on npm and as docs/rest.md embeds them, talk to the webhook unchanged."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from bot.evaluate.npm import NpmError, Package
from bot.evaluate.shelf import serving
from bot.evaluate.widgets import CHATROOM, DEEP_CHAT
from tests.webhook.conftest import Server, free_port

DOC = Path(__file__).parents[2] / "docs/rest.md"
FILES = {CHATROOM: ("Chatroom.js", "Chatroom.css"), DEEP_CHAT: ("deepChat.bundle.js",)}
WAIT = 20_000  # milliseconds; chatroom shows a message at a time


class FrontEnd:
    """A page with one of them; `input` is where one writes, `buttons` and `replies` what the bot said."""

    input: Locator
    replies: Locator
    buttons: Locator

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.goto(address)

    def say(self, text: str) -> None:
        self.input.click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def press(self, title: str) -> None:
        button = self.buttons.filter(has_text=re.compile(f"^{re.escape(title)}$")).last
        expect(button).to_be_visible(timeout=WAIT)
        button.click()

    def hears(self, text: str | re.Pattern[str]) -> None:
        """Wait until the bot's last message of words says this."""
        expect(self.replies.last).to_contain_text(text, timeout=WAIT)


class Chatroom(FrontEnd):
    """Rasa's own, in its time."""

    def __init__(self, page: Page, address: str) -> None:
        super().__init__(page, address)
        self.input = page.locator(".chatroom input[type=text]")
        self.replies = page.locator(".chat.left")
        self.buttons = page.locator(".chat-button:not(.chat-button-disabled)")


class DeepChat(FrontEnd):
    """Playwright's selectors see into its shadow root."""

    def __init__(self, page: Page, address: str) -> None:
        super().__init__(page, address)
        self.input = page.locator("#text-input")
        self.replies = page.locator(".ai-message-text:not(.html-message)")
        self.buttons = page.locator("button.payload")


@pytest.fixture(scope="module")
def elsewhere() -> int:
    """The port of the page that has the front-end."""
    return free_port()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, elsewhere: int) -> Iterator[Server]:
    """A bot in a process of its own, whose owner listed the page's origin."""
    server = Server(tmp_path_factory.mktemp("bot"), BPO_BOT_ORIGINS=f"http://127.0.0.1:{elsewhere}").start()
    yield server
    server.stop()


@pytest.fixture(params=[(CHATROOM, Chatroom), (DEEP_CHAT, DeepChat)], ids=lambda param: str(param[0].name))
def front_end(
    request: pytest.FixtureRequest, context: BrowserContext, server: Server, elsewhere: int
) -> Iterator[FrontEnd]:
    package, kind = request.param
    pages = {f"/{name}": content for name, content in published(package).items()}
    pages["/"] = embedded(package, server.url).encode()
    with ExitStack() as stack:
        shelf = stack.enter_context(serving(pages, elsewhere))
        yield kind(context.new_page(), f"{shelf.url}/")


def published(package: Package) -> dict[str, bytes]:
    """The files that a page loads; where npm cannot be had a visible skip, in CI a failure."""
    names = FILES[package]
    try:
        return dict(zip(names, package.read(*(f"dist/{name}" for name in names)), strict=True))
    except NpmError as error:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(str(error))


def embedded(package: Package, bot: str) -> str:
    """A page with the lines of docs/rest.md."""
    lines = next(
        block
        for block in re.findall(r"^```html\n(.*?)^```", DOC.read_text("utf-8"), re.MULTILINE | re.DOTALL)
        if f'src="{FILES[package][0]}"' in block
    )
    body = lines.replace("http://localhost:5005", bot)
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title></head><body>{body}</body></html>'


def test_a_question_gets_its_answer_and_a_button_the_next_one(front_end: FrontEnd) -> None:
    front_end.say("is a call center a bpo?")
    front_end.hears("Yes, when an outside company runs it")
    front_end.press("Does every BPO take phone calls?")
    front_end.hears("No, a BPO need not take any calls")
    assert not front_end.problems


def test_an_assessment_is_begun_and_answered_in_words_and_by_button(front_end: FrontEnd) -> None:
    front_end.say("we need someone to answer our phones, about 8k calls a month, day and night")
    front_end.hears("Question 1 of 5. Who does this work today?")
    front_end.press("Nobody yet")
    front_end.hears("Question 2 of 5. What matters most to you?")
    front_end.say("coping with growth")
    front_end.hears("Question 3 of 5.")
    assert not front_end.problems


@pytest.mark.parametrize("front_end", [(CHATROOM, Chatroom)], indirect=True, ids=["chatroom"])
def test_what_it_sends_to_begin_is_greeted(front_end: FrontEnd) -> None:
    front_end.hears("Hello. I'm a bot")
