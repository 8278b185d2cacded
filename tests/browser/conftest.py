"""A browser, the bot by hand, and a page of another origin with the widget on it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from bot.evaluate.chromium import FLAGS, chromium
from tests.browser.bot import Bot
from tests.browser.site import Site
from tests.webhook.conftest import Server, free_port

CHROMIUM = chromium()
PLAIN = "--host-resolver-rules=MAP plain.example 127.0.0.1"  # plain http, which is no secure context

try:
    from playwright.sync_api import Browser, BrowserContext, sync_playwright

    from tests.browser.chat import Chat
except ModuleNotFoundError:
    CHROMIUM = None

if CHROMIUM is None:
    collect_ignore_glob = ["test_[!n]*.py"]


@pytest.fixture(scope="module")
def elsewhere() -> int:
    """The port of another site, which may use the bot."""
    return free_port()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, elsewhere: int) -> Iterator[Server]:
    """A bot in a process of its own."""
    server = Server(tmp_path_factory.mktemp("bot"), BPO_BOT_ORIGINS=f"http://127.0.0.1:{elsewhere}").start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; started anew for each module, since Playwright's loop would be in the way of other tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, PLAIN])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor's browser, as new."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture(scope="module")
def running() -> Iterator[Bot]:
    bot = Bot()
    threading.Thread(target=bot.serve_forever, daemon=True).start()
    yield bot
    bot.shutdown()


@pytest.fixture
def bot(running: Bot) -> Bot:
    running.reset()
    return running


@pytest.fixture
def site(bot: Bot) -> Iterator[Site]:
    site = Site(bot.url)
    yield site
    site.shutdown()


@pytest.fixture
def visit(context: BrowserContext, site: Site) -> Callable[..., Chat]:
    """Open a tab with the widget; a second call opens a second tab."""
    return lambda address=site.url: Chat(context.new_page(), address)


@pytest.fixture
def chat(visit: Callable[..., Chat]) -> Chat:
    """The widget, open."""
    return visit().open()
