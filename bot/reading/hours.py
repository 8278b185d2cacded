"""Opening hours said as times: "8-8", "7am to 11pm", "till 10pm", "12 hours a day"."""

from __future__ import annotations

import re

_WORDS = {w: str(n) for n, w in enumerate(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1)}  # fmt: skip
_CLOCK = r"(\d{1,2})(?:[:.]\d\d)?\s*(am|pm|a\.m\.|p\.m\.)?"
_RANGE = re.compile(
    rf"(?<![\d,.$]){_CLOCK}\s*(?:-|to|till|until|til|thru)\s*{_CLOCK}(?![\d,.]*\d|\s*(?:k|%|percent)\b)"
)
_LATE = re.compile(r"\b(?:till|until|til|after|past|to|before|from)\s*(\d{1,2})(?:[:.]\d\d)?\s*(am|pm)\b")
_LENGTH = re.compile(r"\b(\d{1,2}) ?(?:hours|hrs|h) (?:a|per|each|every|/|an) ?day\b")
_EARLIEST, _LATEST = 7, 18.5  # what still counts as business hours


def hours_from_times(text: str, asked: bool) -> str | None:
    """`business`, `extended` or `24x7` from the times in a normalized text, or None.

    Unless hours are `asked`, a range needs am or pm, or to read as a day ("9 to 5"), to be taken for times.
    """
    text = text.replace("midnight", "12 am").replace("noon", "12 pm")
    for word, digit in _WORDS.items():
        text = re.sub(rf"\b{word}\b(?= (?:to|till|until) \w+|$| ?(?:am|pm)\b|,)|(?<= to ){word}\b", digit, text)
    length = _LENGTH.search(text)
    if length is not None:
        return _by_length(int(length[1]))
    spans = [span for match in _RANGE.finditer(text) if (span := _span(match, asked)) is not None]
    if spans:
        start, end = max(spans, key=lambda s: s[1] - s[0])
        if end - start >= 22:
            return "24x7"
        return "business" if start >= _EARLIEST and end <= _LATEST else "extended"
    late = _LATE.search(text)
    if late is not None and ((late[2] == "pm" and int(late[1]) >= 5) or (late[2] == "am" and int(late[1]) % 12 <= 6)):
        return "extended"
    return None


def _by_length(hours: int) -> str:
    return "24x7" if hours >= 22 else "extended" if hours > 10 else "business"


def _span(match: re.Match[str], asked: bool) -> tuple[float, float] | None:
    start, end = int(match[1]), int(match[3])
    if start > 24 or end > 24:
        return None
    said = bool(match[2] or match[4])
    if not (said or asked or start >= end):
        return None  # "10 to 20 agents"
    if match[2] and match[2].startswith("p") and start < 12:
        start += 12
    if match[4] and match[4].startswith("a") and end == 12:
        end = 24
    if (match[4] and match[4].startswith("p") and end < 12) or (not match[4] and end <= start and end <= 12):
        end += 12
    if end <= start:
        end += 24
    return float(start), float(end)
