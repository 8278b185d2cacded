"""Chat front-ends of others talk to the webhook unchanged, from pages of another origin."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext

from bot.evaluate.npm import NpmError
from bot.evaluate.shelf import Shelf, serving
from tests.browser.front_ends import Chatroom, DeepChat, FrontEnd, ReactNativeRasa
from tests.services import lacking
from tests.webhook.conftest import Server


@pytest.fixture(scope="module", params=[Chatroom, ReactNativeRasa, DeepChat], ids=lambda kind: kind.__name__)
def site(
    request: pytest.FixtureRequest, server: Server, elsewhere: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[type[FrontEnd], Shelf]]:
    """A page with one of them; where npm cannot be had a visible skip, in CI a failure."""
    kind = request.param
    try:
        pages = kind.pages(server.url, tmp_path_factory.mktemp(kind.__name__))
    except NpmError as error:
        lacking(str(error))
    with serving(pages, elsewhere) as shelf:
        yield kind, shelf


@pytest.fixture
def front_end(site: tuple[type[FrontEnd], Shelf], context: BrowserContext) -> FrontEnd:
    """Opened by a new visitor."""
    kind, shelf = site
    return kind(context.new_page(), f"{shelf.url}/")


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


@pytest.mark.parametrize("site", [Chatroom], indirect=True, ids=["Chatroom"])
def test_what_one_sends_to_begin_is_greeted(front_end: FrontEnd) -> None:
    front_end.hears("Hello. I'm a bot")
