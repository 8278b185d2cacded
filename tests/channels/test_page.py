"""The widget's files, for pages anywhere, and the page that shows it."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest

from bot.channels.assets import bare, joined
from bot.channels.page import WIDGET, PageChannel, files

MOST = 15_000  # bytes that a visitor's browser loads, compressed
TOP_LEVEL = re.compile(r"^(?:async )?(?:const|let|class|function\*?) (\w+)", re.MULTILINE)


def loaded() -> dict[str, str]:
    """The files that one visit loads: the loader, and what it names, at addresses of this version."""
    return {address: asset.plain.decode() for address, (asset, _) in files().items() if of_a_visit(address)}


def of_a_visit(address: str) -> bool:
    return address == "/widget.js" or bool(re.fullmatch(r"/widget/[0-9a-f]{12}/.*", address))


@pytest.mark.parametrize(
    ("path", "kind"), [("/", "text/html"), ("/site.js", "text/javascript"), ("/site.css", "text/css")]
)
def test_the_page_and_its_files_are_served_under_a_strict_policy(server: Any, path: str, kind: str) -> None:
    response = server.get(path)
    assert response.status_code == 200 and response.headers["content-type"].startswith(kind)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", [*filter(of_a_visit, files()), "/widget/element.js", "/widget/style.css"])
def test_the_widget_may_be_loaded_by_any_page(server: Any, address: str) -> None:
    response = server.get(address)
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_what_one_visit_loads_is_small() -> None:
    sizes = {address: len(asset.compressed) for address, (asset, _) in files().items() if of_a_visit(address)}
    assert len(sizes) == 3 and sum(sizes.values()) <= MOST, sizes


def test_the_loader_is_asked_for_each_time_and_what_it_names_is_kept(server: Any) -> None:
    loader = server.get("/widget.js")
    named = re.search(r"\./(widget/\w+/element\.js)", loader.text)
    assert named and loader.headers["Cache-Control"] == "no-cache"
    module = server.get(f"/{named.group(1)}")
    assert module.status_code == 200 and "immutable" in module.headers["Cache-Control"]
    assert server.get("/widget/element.js").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", "/widget.js", "/widget/style.css"])
def test_a_file_that_is_known_is_not_sent_again(server: Any, path: str) -> None:
    etag = server.get(path).headers["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}'):
        response = server.get(path, headers={"If-None-Match": known})
        assert (response.status_code, response.content) == (304, b"")
    assert server.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_files_are_compressed_for_who_takes_that(server: Any) -> None:
    plain = server.get("/widget.js", headers={"Accept-Encoding": "identity"})
    packed = server.get("/widget.js", headers={"Accept-Encoding": "gzip"}, stream=True)
    assert "Content-Encoding" not in plain.headers and packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.raw.read(decode_content=False)) == plain.content
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_the_modules_make_one_script() -> None:
    script = joined(WIDGET / "element.js")
    names = TOP_LEVEL.findall(script)
    assert len(names) == len(set(names)), "two modules have a top-level name in common"
    assert not re.search(r"^(?:import|export)\b", script, re.MULTILINE)
    for path in WIDGET.glob("*.js"):
        own = TOP_LEVEL.findall(path.read_text("utf-8").replace("export ", ""))
        assert path.name == "widget.js" or set(own) <= set(names), f"nothing imports {path.name}"


def test_a_module_stands_behind_what_it_needs() -> None:
    script = joined(WIDGET / "element.js")
    assert script.index("class Api") < script.index("class Conversation")


def test_nobody_is_sent_comments_and_indentation() -> None:
    text = "// why\nlet a = 1; // stays\n  if (a) {\n    /* gone */\n    b();\n  }\n"
    assert bare(text) == "let a = 1; // stays\nif (a) {\nb();\n}\n"


def test_the_scripts_make_no_markup_of_what_is_said() -> None:
    ways = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "srcdoc",
        "cookie",
    )
    for address, text in loaded().items():
        assert not [way for way in ways if way in text], address


def test_the_greeting_is_the_bots_own(server: Any) -> None:
    response = server.get("/greeting")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json() == [
        {"text": "Hello.", "buttons": [{"title": "Hi", "payload": "Hi"}], "metadata": {"kind": "smalltalk"}}
    ]


@pytest.mark.parametrize("domain", ["no model", "no greeting"])
def test_without_a_greeting_the_page_still_loads(server: Any, domain: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without = None if domain == "no model" else type("Domain", (), {"responses": {}})()
    monkeypatch.setattr(server.agent, "domain", without)
    assert server.get("/greeting").json() == []


def test_nothing_else_is_served(server: Any) -> None:
    assert [server.get(path).status_code for path in ("/../settings.py", "/widget/api.js", "/site.py")] == [404] * 3


def test_the_page_is_at_the_root() -> None:
    assert (PageChannel.name(), PageChannel.url_prefix()) == ("page", "/")
