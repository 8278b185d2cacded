"""The program in docs/rest.md does what the page says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs/rest.md"


def test_the_conversation_of_the_page_goes_from_begin_to_end(server: Any) -> None:
    [program] = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(program.replace("http://localhost:5005", server.url), names)  # noqa: S102  our own
    assert names["replies"][0]["metadata"]["faq"] == "what_is_bpo"
    assert [message["id"] for message in names["history"]["messages"]] == ["first", None]
    assert names["history"]["messages"][1]["text"] == names["replies"][0]["text"] in names["transcript"]
    assert names["stored"].status_code == names["erased"].status_code == 204
