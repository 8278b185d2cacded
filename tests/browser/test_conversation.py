"""A conversation in the widget: sent once, kept, shown again, the same in all tabs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.advice import ONE, SEVERAL, advised
from tests.browser.bot import ROUTE, Bot, Fault
from tests.browser.chat import Chat
from tests.browser.site import Site

TWO = [{"text": "First.", "metadata": {"kind": "notice"}}, {"text": "Second.", "metadata": {"kind": "notice"}}]


def test_a_message_is_answered(chat: Chat, bot: Bot) -> None:
    chat.say("one").say("two")
    assert chat.said == ["Hello.", "one", "You said one", "two", "You said two"]
    assert [text for text, _ in bot.posts] == ["one", "two"]
    assert not chat.problems


def test_typing_is_shown_at_once(chat: Chat, bot: Bot) -> None:
    bot.answering.clear()
    chat.say("slow", wait=False)
    expect(chat.page.locator(".dots")).to_be_visible(timeout=500)
    expect(chat.notice).to_have_text("Writing an answer")
    bot.answering.set()
    chat.rest()
    expect(chat.page.locator(".dots")).to_be_hidden()


def test_messages_sent_while_it_writes_are_answered_in_order(chat: Chat, bot: Bot) -> None:
    bot.answering.clear()
    chat.say("one", wait=False).say("two", wait=False).say("three", wait=False)
    bot.answering.set()
    chat.rest()
    assert chat.said[1:] == ["one", "You said one", "two", "You said two", "three", "You said three"]


def test_nothing_is_stored_before_the_first_message(chat: Chat, bot: Bot) -> None:
    assert bot.stored == {}
    chat.say("hello")
    assert list(bot.stored) == ["web-1"]


def test_a_reload_shows_the_conversation_again(chat: Chat) -> None:
    chat.say("one")
    chat.page.reload()
    expect(chat.log).to_contain_text("You said one")
    assert chat.said == ["one", "You said one"]
    chat.say("two")
    assert chat.said == ["one", "You said one", "two", "You said two"]


def test_a_reload_while_it_writes_loses_and_doubles_nothing(chat: Chat, bot: Bot) -> None:
    bot.answering.clear()
    chat.say("one", wait=False)
    expect(chat.page.locator(".dots")).to_be_visible()
    wait_for(lambda: len(bot.posts) == 1)
    chat.page.reload()
    expect(chat.log).to_contain_text("one")
    bot.answering.set()
    chat.rest()
    assert chat.said == ["one", "You said one"]
    assert len({key for _, key in bot.posts}) == 1


def test_a_reload_just_after_the_answer_does_not_ask_again(chat: Chat, bot: Bot) -> None:
    chat.say("one")
    key = bot.posts[0][1]
    chat.element("(chat, key) => chat.conversation.queue.add(key, 'one')", key)  # as a tab that was killed
    chat.page.reload()
    chat.rest()
    assert chat.said == ["one", "You said one"] and len(bot.posts) == 1


@pytest.mark.parametrize("plain", [False, True], ids=["web locks", "plain http"])
def test_two_tabs_are_one_conversation(visit: Callable[..., Chat], bot: Bot, plain: bool) -> None:
    site = Site(bot.url, "plain.example") if plain else None
    first, second = (visit(*([site.url] if site else [])).open() for _ in range(2))
    assert first.page.evaluate("!!navigator.locks") is not plain
    first.say("from one")
    second.say("from two")
    for tab in (first, second):
        expect(tab.log).to_contain_text("You said from two")
        assert tab.said[1:] == ["from one", "You said from one", "from two", "You said from two"]
    assert len(bot.stored["web-1"]) == 4


@pytest.mark.parametrize("plain", [False, True], ids=["web locks", "plain http"])
def test_two_tabs_that_send_at_once_send_everything_once(visit: Callable[..., Chat], bot: Bot, plain: bool) -> None:
    site = Site(bot.url, "plain.example") if plain else None
    tabs = [visit(*([site.url] if site else [])).open() for _ in range(2)]
    for number in range(3):
        for name, tab in zip("ab", tabs, strict=True):
            tab.say(f"{name}{number}", wait=False)
    for tab in tabs:
        tab.rest()
    asked = [record["text"] for record in bot.stored["web-1"] if record["from"] == "visitor"]
    assert sorted(asked) == ["a0", "a1", "a2", "b0", "b1", "b2"]
    for tab in tabs:
        expect(tab.page.locator(".message.bot")).to_have_count(7)
        deadline = time.monotonic() + 5
        while tab.said[1::2] != asked and time.monotonic() < deadline:
            tab.page.wait_for_timeout(50)  # a tab hears of the other's messages a little later
        assert tab.said[1::2] == asked


def test_the_other_tab_takes_over_from_one_that_is_closed(visit: Callable[..., Chat], bot: Bot) -> None:
    first, second = visit().open(), visit().open()
    bot.answering.clear()
    first.say("one", wait=False)
    expect(second.log).to_contain_text("one")
    wait_for(lambda: len(bot.posts) == 1)
    first.page.close()
    bot.answering.set()
    second.rest()
    assert second.said[1:] == ["one", "You said one"]
    assert len(bot.stored["web-1"]) == 2


def test_a_message_written_offline_is_sent_later(chat: Chat, context: BrowserContext, bot: Bot) -> None:
    chat.say("before")
    context.set_offline(True)
    chat.say("offline", wait=False)
    expect(chat.notice).to_have_text("You are offline. I'll send your message when you are back.")
    assert "pending" in (chat.page.locator(".message.visitor").last.get_attribute("class") or "")
    context.set_offline(False)
    chat.rest()
    assert chat.said[-2:] == ["offline", "You said offline"]
    assert [text for text, _ in bot.posts] == ["before", "offline"]
    expect(chat.notice).to_be_empty()


@pytest.mark.parametrize(("status", "words"), [(429, "many messages"), (503, "busy"), (500, "busy"), (502, "busy")])
def test_a_passing_failure_is_told_kindly_and_tried_again(chat: Chat, bot: Bot, status: int, words: str) -> None:
    bot.faults.append(Fault(status, {"Retry-After": "2"}))
    begun = time.monotonic()
    chat.say("again", wait=False)
    expect(chat.notice).to_contain_text(words)
    chat.rest()
    assert time.monotonic() - begun >= 2, "it did not wait as long as it was asked to"
    assert chat.said[1:] == ["again", "You said again"]
    assert len(bot.posts) == 2 and bot.posts[0] == bot.posts[1], "it was not the same message with the same key"


def test_without_a_time_to_wait_it_waits_longer_and_longer(chat: Chat, bot: Bot) -> None:
    bot.faults.extend(Fault(503) for _ in range(3))
    begun = time.monotonic()
    chat.say("again")
    assert time.monotonic() - begun >= 0.5 + 1 + 2
    assert len(bot.posts) == 4 and chat.said[1:] == ["again", "You said again"]


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_refusal_is_shown_as_what_it_is_and_not_tried_again(chat: Chat, bot: Bot, status: int) -> None:
    bot.faults.append(Fault(status, detail="The message is too long."))
    chat.say("wrong")
    expect(chat.page.locator(".failed")).to_have_text("Not sent: The message is too long.")
    chat.say("right")
    assert [text for text, _ in bot.posts] == ["wrong", "right"]
    assert chat.said[-1] == "You said right"


def test_an_expired_conversation_is_followed_by_a_new_one(chat: Chat, bot: Bot) -> None:
    chat.say("before")
    bot.stored = {"other": []}
    chat.say("after")
    expect(chat.log).to_contain_text("The earlier conversation has expired, so this is a new one.")
    assert chat.said[1:] == ["before", "You said before", "after", "You said after"]
    assert [record["text"] for record in bot.stored["web-2"]] == ["after", "You said after"]


def test_an_expired_conversation_is_noticed_after_a_reload(chat: Chat, bot: Bot) -> None:
    chat.say("before")
    bot.stored = {"other": []}
    chat.page.reload()
    expect(chat.log).to_contain_text("The earlier conversation has expired")
    chat.say("after")
    assert chat.said == ["after", "You said after"]


def test_a_server_that_refuses_every_conversation_is_not_asked_without_end(chat: Chat, bot: Bot) -> None:
    bot.faults.extend(Fault(401) for _ in range(50))
    chat.say("hello", wait=False)
    time.sleep(2)
    assert len(bot.posts) <= 5


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_stream_that_breaks_off_is_read_again(chat: Chat, bot: Bot, after: int) -> None:
    bot.replies = lambda text: TWO
    bot.faults.append(Fault(200, after=after))
    chat.say("hello")
    assert chat.said[1:] == ["hello", "First.", "Second."]
    assert len({key for _, key in bot.posts}) == 1


def test_a_recommendation_is_one_card(chat: Chat, bot: Bot) -> None:
    bot.replies = lambda text: advised(ONE)
    chat.say("recommend")
    assert chat.page.locator(".card").count() == 1
    card = chat.page.get_by_role("region", name="You need a call center")
    assert card.get_by_role("term").all_inner_texts() == [
        "Where",
        "Priced",
        "Indicative cost a month",
        "People to plan for",
    ]
    links = {link.inner_text(): link.get_attribute("href") for link in card.locator("a.choice").all()}
    page = "https://bot.example/recommendations/token"
    assert links == {"Read or print": page, "PDF": f"{page}.pdf", "Markdown": f"{page}.md"}
    expect(card).to_contain_text("The links work until January 31, 2030; whoever has them can read your answers.")
    for reply in advised(ONE)[2:-1]:  # every word of the bot's is there to be read
        assert squeezed(reply["text"]) in squeezed(card.text_content() or ""), reply["text"]


def test_several_kinds_of_work_are_one_card_with_all_that_was_said(chat: Chat, bot: Bot) -> None:
    bot.replies = lambda text: advised(SEVERAL)
    chat.say("recommend")
    card = chat.page.locator(".card")
    assert card.count() == 1
    for reply in advised(SEVERAL)[2:-1]:
        assert squeezed(reply["text"]) in squeezed(card.inner_text()), reply["text"]


def test_a_changed_recommendation_says_what_changed(chat: Chat, bot: Bot) -> None:
    first, last = advised(ONE)[1], advised(ONE)[-1]
    bot.replies = lambda text: [{**first, "text": "Changed: about 4,000 calls. It stays **that**."}, last]
    chat.say("actually 4000 calls")
    expect(chat.page.locator(".card")).to_contain_text("Changed: about 4,000 calls. It stays that.")
    expect(chat.page.locator(".card dl")).to_be_visible()


def test_feedback_reaches_the_bot_with_its_reason(chat: Chat, bot: Bot) -> None:
    chat.say("hello")
    chat.page.get_by_label("Not helpful").click()
    expect(chat.page.locator(".feedback")).to_contain_text("Noted, thank you.")
    chat.page.get_by_label("Why? (optional)").fill("no price")
    chat.page.get_by_role("button", name="Send reason").click()
    expect(chat.page.get_by_role("button", name="Send reason")).to_be_hidden()
    expect(chat.page.get_by_label("Not helpful")).to_have_attribute("aria-pressed", "true")
    assert bot.feedback == [
        {"message": 2, "helpful": False},
        {"message": 2, "helpful": False, "reason": "no price"},
    ]


def test_feedback_after_a_reload_names_the_same_message(chat: Chat, bot: Bot) -> None:
    chat.say("hello")
    chat.page.reload()
    chat.page.get_by_label("Helpful", exact=True).click()
    expect(chat.page.locator(".feedback")).to_contain_text("Noted")
    assert bot.feedback == [{"message": 2, "helpful": True}]


def test_the_transcript_is_downloaded(chat: Chat) -> None:
    chat.say("hello")
    with chat.page.expect_download() as download:
        chat.choose("Download transcript")
    assert download.value.suggested_filename == "conversation.txt"
    assert download.value.path().read_text() == "visitor: hello\nbot: You said hello"


def test_a_conversation_is_forgotten_after_a_question(chat: Chat, bot: Bot) -> None:
    chat.say("hello")
    chat.choose("Forget this conversation")
    expect(chat.page.get_by_role("button", name="Keep it")).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.input).to_be_focused()
    assert chat.said[1:] == ["hello", "You said hello"] and bot.stored
    chat.choose("Forget this conversation")
    chat.page.get_by_role("button", name="Delete it").click()
    expect(chat.log).to_contain_text("The conversation is deleted.")
    assert chat.said == [] and bot.stored == {}
    chat.say("new")
    assert chat.said == ["new", "You said new"]


def test_a_conversation_forgotten_in_one_tab_is_gone_in_the_other(visit: Callable[..., Chat]) -> None:
    first, second = visit().open(), visit().open()
    first.say("secret")
    expect(second.log).to_contain_text("secret")
    first.page.bring_to_front()
    first.choose("Forget this conversation")
    first.page.get_by_role("button", name="Delete it").click()
    expect(second.log).not_to_contain_text("secret")


def test_what_cannot_be_done_is_said(chat: Chat, context: BrowserContext) -> None:
    chat.say("hello")
    context.set_offline(True)
    chat.choose("Download transcript")
    expect(chat.notice).to_have_text("That did not work just now. Please try again in a moment.")


def test_the_token_is_sent_and_no_cookie(chat: Chat, context: BrowserContext, bot: Bot) -> None:
    with chat.page.expect_request(f"{bot.url}{ROUTE}/webhook") as sent:
        chat.say("hello")
    headers = sent.value.all_headers()
    assert headers["authorization"] == "Bearer token-of-web-1"
    assert headers["idempotency-key"] == bot.posts[0][1]
    assert "cookie" not in headers and context.cookies() == []


def test_where_storage_is_forbidden_it_works_for_one_visit(site: Site, context: BrowserContext) -> None:
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })")
    chat = Chat(context.new_page(), site.url).open()
    chat.say("hello")
    assert chat.said[1:] == ["hello", "You said hello"]


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(100):
        if condition():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it never came")


def squeezed(text: str) -> str:
    """Letters and digits only: no Markdown, no white space."""
    return "".join(filter(str.isalnum, text))
