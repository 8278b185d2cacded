"""The widget on somebody else's page: the policy, the page's styles, attributes, the JavaScript interface, hostile text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.bot import Bot, Fault
from tests.browser.chat import Chat
from tests.browser.site import Site
from tests.browser.test_access import replies

RUN = "window.ran = (window.ran ?? 0) + 1"
MARKUP = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror='{RUN}'>",
    f'<img src="x" onerror="{RUN}">',
    f"<svg onload='{RUN}'>",
    f"<svg><script>{RUN}</script></svg>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f"<iframe src='javascript:{RUN}'></iframe>",
    f"<details open ontoggle='{RUN}'>x</details>",
    f"<style>@import 'x';</style><body onload='{RUN}'>",
    f"</p></div><script>{RUN}</script>",
    f"<math><mtext></mtext><mglyph><style><img src=x onerror='{RUN}'></style></mglyph></math>",
    f"<template><img src=x onerror='{RUN}'></template>",
    f"<input autofocus onfocus='{RUN}'>",
    f"<video><source onerror='{RUN}'></video>",
    f"<a href='javascript:{RUN}'>x</a>",
    f"<object data='javascript:{RUN}'></object>",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"${{{RUN}}}",
    f"\\u003cimg src=x onerror='{RUN}'\\u003e",
    f"&lt;img src=x onerror='{RUN}'&gt;",
]
LINKS = [
    f"[x](javascript:{RUN})",
    f"[x](JaVaScRiPt:{RUN})",
    f"[x](java\tscript:{RUN})",
    f"[x](\x01javascript:{RUN})",
    "[x](data:text/html,<script>parent.ran=1</script>)",
    f"[x](vbscript:{RUN})",
    f'[x](https://x" onclick="{RUN})',
    f"[x](https://x' onmouseover='{RUN})",
    f"[<img src=x onerror='{RUN}'>](https://x.example)",
    f"[x](//x.example/javascript:{RUN})",
    f"[x](https://x.example/`<img src=x onerror='{RUN}'>`)",
    f"**<img src=x onerror='{RUN}'>**",
    f"`<img src=x onerror='{RUN}'>`",
    f"_<svg onload='{RUN}'>_",
    f"- <img src=x onerror='{RUN}'>\n- [x](javascript:{RUN})",
    f"1. <script>{RUN}</script>",
    f"[**x**](javascript:{RUN})",
    f'![x](x" onerror="{RUN})',
    f'<https://x" onclick="{RUN}>',
    f"[x](blob:{RUN})",
]
ADDRESSES = [
    f"javascript:{RUN}",
    f" javascript:{RUN}",
    f"JAVASCRIPT:{RUN}",
    "data:text/html,<script>parent.ran=1</script>",
    "vbscript:x",
]


# All that is shown or read out in the widget: texts, labels, placeholders.
SPOKEN = """(chat) => [...chat.shadowRoot.querySelectorAll("*")].flatMap((one) => [
  ...[...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data),
  ...["aria-label", "title", "placeholder"].map((name) => one.getAttribute(name) ?? ""),
]).join("\\n")"""


def advice(text: str, address: str) -> dict[str, Any]:
    """A recommendation in which every word is hostile."""
    return {
        "verdict_text": text,
        "option": text,
        "why": [{"text": text}],
        "flips": [{"text": text}],
        "workstreams": [],
        "location": {"best": text, "second": text},
        "pricing": {"model": text},
        "cost_month": {"low": text, "high": address},
        "staffing": {"people": text},
    }


def answers(text: str, address: str = ADDRESSES[0]) -> list[dict[str, Any]]:
    """Replies of every kind, with the text in every place."""
    buttons = [{"title": text, "payload": text}]
    whole, links = advice(text, address), {"page": address, "pdf": address, "markdown": address}
    sources = [{"title": text, "url": address, "year": text}, {"title": text, "document": text, "year": 2026}]
    kinds = [
        {"kind": "answer", "faq": text, "title": text, "sources": sources},
        {"kind": "clarify", "choices": [text]},
        {"kind": "question", "slot": text, "step": text, "steps": text},
        {"kind": "question", "slot": text, "step": 2, "steps": 3},
        {"kind": text, "sources": text, text: text},
        {"kind": "recommendation", "recommendation": text},
        *[{"kind": "recommendation", "recommendation": whole}] * 3,
        {"kind": "recommendation", "recommendation": whole, "links": links},
    ]
    return [{"text": text, "buttons": buttons, "metadata": metadata} for metadata in kinds]


def test_it_works_under_a_policy_that_names_only_the_bot(visit: Callable[..., Chat], bot: Bot, site: Site) -> None:
    chat = visit()
    asked: list[str] = []
    chat.page.on("request", lambda request: asked.append(request.url))
    chat.page.reload()
    chat.open().say("hello")
    chat.page.get_by_label("Helpful", exact=True).click()
    assert chat.said == ["Hello.", "hello", "You said hello"]
    assert not chat.problems, "the policy was violated, or a script failed"
    origins = {"{0.scheme}://{0.netloc}".format(urlsplit(address)) for address in asked}
    assert origins == {bot.url, site.url.rstrip("/")}


def test_it_is_one_request_until_it_is_opened(visit: Callable[..., Chat], bot: Bot) -> None:
    chat = visit()
    expect(chat.launcher).to_be_visible()
    loaded = chat.page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert [address for address in loaded if address.startswith(bot.url)] == [f"{bot.url}/widget.js"]


def test_the_styles_of_the_page_stay_outside(chat: Chat) -> None:
    chat.say("hello")
    looks = """(e) => {
      const { fontSize, letterSpacing, textTransform, display, fontStyle, textAlign } = getComputedStyle(e);
      return [fontSize, letterSpacing, textTransform, display, fontStyle, textAlign];
    }"""
    shown = chat.page.locator(".message.bot p").first.evaluate(looks)
    assert shown == ["15px", "normal", "none", "block", "normal", "start"]
    assert chat.page.locator("h1").evaluate("(e) => getComputedStyle(e).fontSize") == "40px"


def test_its_own_styles_stay_inside(visit: Callable[..., Chat]) -> None:
    look = "(e) => JSON.stringify([...'color fontSize margin padding'.split(' ')].map((name) => getComputedStyle(e)[name]))"
    chat = visit()
    expect(chat.launcher).to_be_visible()
    before = [chat.page.locator(name).first.evaluate(look) for name in ("h1", "a", "body")]
    chat.open().say("hello")
    assert [chat.page.locator(name).first.evaluate(look) for name in ("h1", "main > a", "body")] == before


def test_the_script_takes_attributes(site: Site, visit: Callable[..., Chat]) -> None:
    site.html = site.page(
        'data-position="left" data-title="Ask us" data-theme="dark" data-text-placeholder="Type here" data-open'
    )
    chat = visit()
    expect(chat.page.get_by_role("dialog", name="Ask us")).to_be_visible()
    expect(chat.input).to_have_attribute("placeholder", "Type here")
    box = chat.page.get_by_role("dialog").bounding_box()
    assert box and box["x"] < 50
    assert chat.page.locator(".panel").evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgb(23, 29, 37)"
    assert chat.page.evaluate("document.activeElement === document.body"), "it took the focus without being asked"


def test_the_element_can_stand_in_the_page(site: Site, visit: Callable[..., Chat]) -> None:
    site.html = site.page(body='<bpo-chat title="In the page"></bpo-chat>')
    chat = visit()
    expect(chat.launcher).to_be_visible()
    assert chat.page.locator("bpo-chat").count() == 1
    chat.element("(chat) => chat.setAttribute('open', '')")
    expect(chat.page.get_by_role("dialog", name="In the page")).to_be_visible()
    chat.element("(chat) => (chat.title = 'Renamed')")
    expect(chat.page.get_by_role("dialog", name="Renamed")).to_be_visible()
    chat.element("(chat) => chat.removeAttribute('open')")
    expect(chat.launcher).to_be_visible()


def test_an_element_in_the_page_takes_what_the_script_adds(site: Site, visit: Callable[..., Chat]) -> None:
    attributes = 'data-title="Not mine" data-text-placeholder="Type here" data-open'
    site.html = site.page(attributes, body='<bpo-chat title="In the page"></bpo-chat>')
    chat = visit()
    expect(chat.page.get_by_role("dialog", name="In the page")).to_be_visible()
    expect(chat.input).to_have_attribute("placeholder", "Type here")


def test_frameworks_import_the_element_as_a_module(site: Site, visit: Callable[..., Chat], bot: Bot) -> None:
    module = f'<script type="module" src="{bot.url}/widget/element.js"></script>'
    site.html = site.page(body=f"<bpo-chat></bpo-chat>{module}").replace(f'src="{bot.url}/widget.js"', "")
    chat = visit().open().say("hello")
    assert chat.said == ["Hello.", "hello", "You said hello"]
    assert not chat.problems


def test_a_framework_may_move_the_element(chat: Chat, bot: Bot) -> None:
    chat.say("one")
    chat.element("(chat) => document.querySelector('main').append(chat)")
    expect(chat.log).to_contain_text("You said one")
    chat.say("two")
    assert [text for text, _ in bot.posts] == ["one", "two"]


STYLES, WORDS = Path("bot/widget/style.css").read_text("utf-8"), Path("bot/widget/texts.js").read_text("utf-8")
VARIABLES = sorted(set(re.findall(r"var\((--bpo-[a-z-]+)", STYLES)))
TEXTS = dict(re.findall(r'^  (\w+): "(.*)",$', WORDS, re.MULTILINE))
LOOKS = """(chat) => [...chat.shadowRoot.querySelectorAll("*")].map((one) => {
  const look = getComputedStyle(one);
  return [...look].map((name) => look[name]).join();
}).join()"""


@pytest.mark.parametrize("variable", VARIABLES)
def test_colors_and_sizes_are_variables(chat: Chat, bot: Bot, variable: str) -> None:
    chat.say("hello")
    bot.faults.append(Fault(400, detail="Not a message."))
    chat.say("refused")
    sizes = {"--bpo-layer": "1234567", "--bpo-font": "fantasy"}
    lengths = ("--bpo-width", "--bpo-height", "--bpo-gap", "--bpo-radius")
    value = sizes.get(variable, "123px" if variable in lengths else "rgb(1, 2, 3)")
    chat.page.emulate_media(reduced_motion="reduce")
    before = chat.element(LOOKS)
    assert value not in before
    chat.element("(chat, [name, value]) => chat.style.setProperty(name, value)", [variable, value])
    assert value in chat.element(LOOKS)


def test_every_text_is_the_pages_to_choose(site: Site, visit: Callable[..., Chat], bot: Bot) -> None:
    """Whatever the widget says itself, seen or heard, in a conversation with one message of each kind."""
    changed = {
        name: f"T{place}T{''.join(re.findall(r'{.*?}', text))}" for place, (name, text) in enumerate(TEXTS.items())
    }
    attribute = {
        name: "title" if name == "title" else f"text-{re.sub('[A-Z]', lambda m: '-' + m[0].lower(), name)}"
        for name in TEXTS
    }
    site.html = site.page(" ".join(f'data-{attribute[name]}="{text}"' for name, text in changed.items()))
    bot.replies = replies
    chat = visit()
    expect(chat.launcher).to_be_visible()
    seen = chat.element(SPOKEN)
    chat.launcher.click()
    expect(chat.log).to_contain_text("Hello.")
    for state in ("answer", "clarify", "question", "recommendation"):
        chat.page.evaluate(f"BpoChat.send('{state}')")
        expect(chat.page.locator(".message.visitor").last).to_contain_text(state)
        chat.rest()
        seen += chat.element(SPOKEN)
    bot.faults.append(Fault(400, detail="Not a message."))
    chat.page.evaluate("BpoChat.send('answer')")
    expect(chat.page.locator(".failed")).to_be_visible()
    seen += chat.element(SPOKEN)
    told = [name for name, text in changed.items() if text.split("{")[0] in seen]
    states = {
        "unread",
        "offline",
        "unreachable",
        "busy",
        "tooMany",
        "expired",
        "failed",
        "thanks",
        "forgotten",
        "barred",
    }
    asked = {"forgetAsk", "forgetYes", "forgetNo", "noFlips", "typing"}
    assert set(TEXTS) - set(told) <= states | asked
    assert len(TEXTS) > 40


def test_the_page_can_open_close_send_and_listen(visit: Callable[..., Chat], bot: Bot) -> None:
    chat = visit()
    expect(chat.launcher).to_be_visible()
    chat.page.evaluate(
        """() => {
          window.heard = [];
          const names = ["open", "close", "message", "answer", "recommendation", "error"];
          const told = (detail) => detail?.text ?? detail?.option ?? detail?.status ?? null;
          window.ends = names.map((name) => BpoChat.on(name, (detail) => heard.push([name, told(detail)])));
        }"""
    )
    chat.page.evaluate("BpoChat.open()")
    expect(chat.input).to_be_focused()
    chat.page.evaluate("BpoChat.send('from the page')")
    expect(chat.log).to_contain_text("You said from the page")
    bot.replies = lambda text: [
        {
            "text": "**Do it.**",
            "metadata": {"kind": "recommendation", "recommendation": advice("x", "y") | {"option": "KPO"}, "links": {}},
        }
    ]
    chat.say("recommend")
    chat.page.evaluate("BpoChat.close()")
    expect(chat.launcher).to_be_focused()
    assert chat.page.evaluate("heard") == [
        ["open", None],
        ["message", "from the page"],
        ["answer", "You said from the page"],
        ["message", "recommend"],
        ["answer", "**Do it.**"],
        ["recommendation", "KPO"],
        ["close", None],
    ]
    chat.page.evaluate("ends.forEach((end) => end())")
    chat.page.evaluate("BpoChat.open()")
    assert len(chat.page.evaluate("heard")) == 7


def test_the_page_is_told_of_errors(chat: Chat, bot: Bot) -> None:
    chat.page.evaluate("() => { window.heard = []; BpoChat.on('error', (detail) => heard.push(detail)); }")
    bot.faults.append(Fault(400, detail="Not a message."))
    chat.say("hello")
    assert chat.page.evaluate("heard") == [{"status": 400, "detail": "Not a message."}]


def test_answers_that_come_while_it_is_closed_are_counted(visit: Callable[..., Chat], bot: Bot) -> None:
    chat = visit()
    bot.replies = lambda text: [{"text": "a", "metadata": {}}, {"text": "b", "metadata": {}}]
    expect(chat.launcher).to_be_visible()
    chat.page.evaluate("BpoChat.send('hello')")
    expect(chat.page.get_by_role("button", name="Ask about BPO and call centers, 2 unread")).to_be_visible()
    chat.page.reload()
    expect(chat.page.locator(".badge")).to_have_text("2")
    chat.launcher.click()
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator(".badge")).to_be_hidden()
    chat.page.reload()
    expect(chat.launcher).to_be_visible()
    chat.rest()
    expect(chat.page.locator(".badge")).to_be_hidden()


class Lax(Site):
    """A page whose policy stops nothing of what gets through."""

    policy = "default-src * 'unsafe-inline' 'unsafe-eval' data: blob:"


def payloads() -> list[tuple[str, str]]:
    """At least 200: what is said, by whom or where."""
    texts = [(text, "visitor") for text in MARKUP + LINKS]
    texts += [(text, "answer") for text in MARKUP + LINKS]
    return texts + [(f"{text}\x00{address}", "metadata") for text, address in product(MARKUP + LINKS[:5], ADDRESSES)]


def test_there_are_200_hostile_texts() -> None:
    assert len(set(payloads())) >= 200


@pytest.mark.parametrize("where", ["visitor", "answer", "metadata"])
def test_hostile_text_stays_text(context: BrowserContext, bot: Bot, where: str) -> None:
    site = Lax(bot.url)
    try:
        chat = Chat(context.new_page(), site.url).open()
        chosen = [text for text, place in payloads() if place == where]
        if where != "visitor":
            hostile = iter(chosen)
            bot.replies = lambda text: answers(*next(hostile).split("\x00"))
        for number, text in enumerate(chosen):
            chat.page.evaluate("(text) => BpoChat.send(text)", text if where == "visitor" else str(number))
        chat.page.wait_for_timeout(200)
        chat.rest()
        found = chat.element(
            """(chat) => {
              const all = [...chat.shadowRoot.querySelectorAll("*")];
              const never = /^(script|img|iframe|object|video|style|template|math|base|meta)$/;
              return {
                ran: window.ran ?? 0,
                elements: all.filter((e) => never.test(e.localName)).length,
                handlers: all.filter((e) => e.getAttributeNames().some((name) => name.startsWith("on"))).length,
                links: [...new Set(all.filter((e) => e.href && !/^https?:/.test(e.href)).map((e) => e.href))],
                unsafe: all.filter((e) => e.localName === "a" && e.href && !e.rel.includes("noopener")).length,
                messages: chat.shadowRoot.querySelectorAll(".message").length,
              };
            }"""
        )
        assert found.pop("messages") > len(chosen)
        assert found == {"ran": 0, "elements": 0, "handlers": 0, "links": [], "unsafe": 0}
        for link in chat.page.locator("bpo-chat .message :is(a, .choice)").all()[:20]:
            link.dispatch_event("mouseover")
        assert chat.page.evaluate("window.ran ?? 0") == 0
    finally:
        site.shutdown()


MARKDOWN = [
    ("plain", "<p>plain</p>"),
    (
        "**bold** and *it* and _it_ and `c*o*de`",
        "<p><strong>bold</strong> and <em>it</em> and <em>it</em> and <code>c*o*de</code></p>",
    ),
    ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
    ("5 * 3 * 2, snake_case_name, P16,700", "<p>5 * 3 * 2, snake_case_name, P16,700</p>"),
    ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
    (
        "Your answers:\n- the work: calls\n- the volume: **8k**",
        "<p>Your answers:</p><ul><li>the work: calls</li><li>the volume: <strong>8k</strong></li></ul>",
    ),
    ("3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>'),
    (
        "[a](https://a.example/b?c=d&e=f)",
        '<p><a href="https://a.example/b?c=d&amp;e=f" target="_blank" rel="noopener noreferrer">a</a></p>',
    ),
    ("[a](ftp://a.example) [b](/c)", "<p>[a](ftp://a.example) [b](/c)</p>"),
    ("unclosed **bold and `code", "<p>unclosed **bold and `code</p>"),
]


def test_markdown_becomes_elements(chat: Chat, bot: Bot) -> None:
    bot.replies = lambda text: [{"text": text, "metadata": {"kind": "notice"}} for text, _ in MARKDOWN]
    chat.say("show")
    shown = chat.page.locator(".message.bot").evaluate_all(
        "(all) => all.map((e) => e.innerHTML.replace(/<span class=.hidden.*?<.span>/, ''))"
    )
    assert json.dumps(shown[1:], indent=1) == json.dumps([html for _, html in MARKDOWN], indent=1)
