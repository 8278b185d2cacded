"""The classifier's labels: `faq/<slug>`, `unwritten/<slug>`, `smalltalk/<slug>`, `out_of_scope/<kind>`, or a plain intent."""

from collections.abc import Mapping
from typing import Any

FAQ, UNWRITTEN, SMALLTALK, OUT_OF_SCOPE = "faq", "unwritten", "smalltalk", "out_of_scope"
GIBBERISH = f"{OUT_OF_SCOPE}/gibberish"


def label_of(intent: str, response_key: str | None, card: Mapping[str, Any]) -> str:
    """The label of an example: its retrieval intent, or its intent with the card's `kind` where it has one."""
    if response_key:
        return response_key
    return f"{intent}/{card['kind']}" if "kind" in card else intent


def intent_of(label: str) -> str:
    """The intent that Rasa knows: the part before the slash."""
    return label.split("/", 1)[0]


def slug_of(label: str) -> str:
    """The part after the slash; empty for a plain intent."""
    return label.partition("/")[2]
