"""The page says what the document says, loads nothing, and nothing in it becomes markup."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

from bot.takeaway import Document
from bot.takeaway.html import html, notice, policy

VOID = {"meta", "link", "rect"}


class Page(HTMLParser):
    """What a browser would see: elements with their attributes, and the words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(document: Document) -> Page:
    return Page(html(document, "token.pdf", "token.md"))


def test_every_word_of_the_document_is_in_it(made: Document, words: Any) -> None:
    text = "".join(page(made).words)
    assert [line for line in words(made).splitlines() if line not in text] == []


def test_it_is_an_accessible_page(made: Document) -> None:
    seen = page(made)
    assert seen.all("html") == [{"lang": "en"}] and len(seen.all("h1")) == len(seen.all("main")) == 1
    levels = [int(tag[1]) for tag, _ in seen.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))
    assert all(attributes.get("scope") in ("row", "col") for attributes in seen.all("th"))
    assert all(attributes == {"class": "bars", "aria-hidden": "true"} for attributes in seen.all("div"))


def test_every_link_within_the_page_leads_somewhere(made: Document) -> None:
    seen = page(made)
    ids = {attributes["id"] for _, attributes in seen.elements if "id" in attributes}
    links = {str(link["href"]) for link in seen.all("a")}
    assert {link[1:] for link in links if link.startswith("#")} == ids
    assert {"token.pdf", "token.md"} <= links
    assert all(link.startswith(("#source-", "https://", "http://", "token.")) for link in links)


def test_it_loads_nothing_and_runs_nothing(made: Document) -> None:
    seen = page(made)
    assert not {"script", "img", "iframe", "form", "object"} & {tag for tag, _ in seen.elements}
    assert [link["href"] for link in seen.all("link")] == ["data:,"]
    assert not any(name.startswith("on") or name == "style" for _, attributes in seen.elements for name in attributes)


def test_the_policy_allows_the_pages_own_style_and_no_other(made: Document) -> None:
    for text in (html(made, "a", "b"), notice("No", "Nothing.")):
        [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in policy()
    assert "default-src 'none'" in policy() and "unsafe" not in policy() and "script" not in policy()


def test_what_looks_like_markup_is_inert(hostile: Document, advise: Any) -> None:
    seen = page(hostile)
    assert not seen.all("img")
    assert not any("javascript" in str(link["href"]) for link in seen.all("a"))
    assert "onerror=alert(1)>" in unescape("".join(seen.words))


def test_a_notice_says_what_happened_and_leads_back(made: Document) -> None:
    seen = Page(notice("Not <here>", "It has expired."))
    assert "Not <here>" in seen.words and "It has expired." in seen.words
    assert [link["href"] for link in seen.all("a")] == ["../"]


def test_the_style_knows_dark_rooms_and_paper() -> None:
    style = html.__globals__["_style"]()
    assert "prefers-color-scheme: dark" in style and "@media print" in style and "break-inside: avoid" in style
    assert "url(" not in style and "@import" not in style
