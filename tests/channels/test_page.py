"""The widget's files, for pages anywhere, and the page that shows it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from bot.channels.assets import bare, classic, joined
from bot.channels.page import WIDGET, PageChannel, files

MOST = 15_000  # bytes that a visitor's browser loads, compressed
TOP_LEVEL = re.compile(r"^(?:async )?(?:const|let|class|function\*?) (\w+)", re.MULTILINE)


SCRIPTS = ["/widget.js", "/widget/element.js"]


@pytest.mark.parametrize(
    ("path", "kind"), [("/", "text/html"), ("/site.js", "text/javascript"), ("/site.css", "text/css")]
)
def test_the_page_and_its_files_are_served_under_a_strict_policy(server: Any, path: str, kind: str) -> None:
    response = server.get(path)
    assert response.status_code == 200 and response.headers["content-type"].startswith(kind)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", SCRIPTS)
def test_the_widget_may_be_loaded_by_any_page(server: Any, address: str) -> None:
    response = server.get(address)
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", SCRIPTS)
def test_what_one_visit_loads_is_small_and_asked_for_each_time(address: str) -> None:
    asset, headers = files()[address]
    assert len(asset.compressed) <= MOST
    assert headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", *SCRIPTS])
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


@pytest.mark.parametrize("module", ["widget.js", "module.js"])
def test_the_modules_make_one_script(module: str) -> None:
    script = joined(WIDGET / module)
    names = TOP_LEVEL.findall(script)
    assert len(names) == len(set(names)), "two modules have a top-level name in common"
    assert not re.search(r"^(?:import|export)\b", script, re.MULTILINE)
    for path in WIDGET.glob("*.js"):
        own = TOP_LEVEL.findall(path.read_text("utf-8").replace("export ", ""))
        assert path.name in ("widget.js", "module.js") or set(own) <= set(names), f"nothing imports {path.name}"


def test_a_module_stands_behind_what_it_needs() -> None:
    script = joined(WIDGET / "element.js")
    assert script.index("class Api") < script.index("class Conversation")


def test_a_stylesheet_comes_with_the_module_that_imports_it(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text('/* why */\n  p::before { content: "\\201C"; }\n', "utf-8")
    (tmp_path / "a.js").write_text('import sheet from "./a.css" with { type: "css" };\nuse(sheet);\n', "utf-8")
    assert joined(tmp_path / "a.js") == (
        "const sheet = new CSSStyleSheet();\n"
        'sheet.replaceSync("p::before { content: \\"\\\\201C\\"; }\\n");\nuse(sheet);\n'
    )


def test_a_script_for_a_plain_tag_keeps_its_names_to_itself_and_knows_its_address() -> None:
    script = classic("const here = import.meta.url;\n")
    assert script == '(() => {\n"use strict";\nconst here = document.currentScript.src;\n})();\n'


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
    for address in SCRIPTS:
        text = files()[address][0].plain.decode()
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
