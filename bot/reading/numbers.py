"""The numbers a text names: "2-3 thousand", "half a million", "a couple hundred", and not "24/7" or "tier 2"."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.reading.amounts import AMOUNT, digits_value, vague_value, words_value
from bot.reading.quantity import Quantity

_HOUR_WORD = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_TIME = rf"(?:\d{{1,2}}(?:[:.]\d\d)?|{_HOUR_WORD})\s*(?:am|pm|a\.m\.?|p\.m\.?|o'?clock|uhr)\b"
_UNIT_NEXT = r"(?!\s*(?:calls?|chats?|emails?|tickets?|orders?|invoices?|a\b|per\b|/))"
_NOT_NUMBERS = re.compile(
    "|".join(
        [
            r"\b24\s*[/x-]\s*7(?:\s*[/x-]\s*365)?\b|\b365\b(?=\s+days)",
            r"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b\d{4}-\d\d-\d\d\b",  # 80/20, dates
            rf"\b(?:\d{{1,2}}(?:[:.]\d\d)?|{_HOUR_WORD})\s*(?:am|pm)?\s*(?:-|–|to|till|until|thru)\s*{_TIME}|\b{_TIME}",
            r"\b\d{1,2}:\d\d\b|\b(?:till|until|til)\s+\d{1,2}\b(?!\s*\w)",
            r"\b(?:since|in|from|until|till|by|before|after|year|early|late|mid|of|for|during|fy)\s+"
            rf"(?:19|20)\d\d\b{_UNIT_NEXT}(?!\s*-\s*\d)",
            r"\b(?:tier|level|step|option|version|phase|question|number|no\.|floor|article|iso|soc|form|windows|covid|"
            r"type|part|stage|line|route|section|room)[ -]?(?:\d+|one|two|three|four|five)\b|#\s?\d+|\bq[1-4]\b",
            r"\b\d+(?:st|nd|rd|th)\b|\b\d+\.\d+\.\d+[\d.]*|\b[a-z]+\d+[a-z]?\b|\+?\d[\d-]*-\d{3,}-\d{3,}\b",
            r"\b(?:this|that|the|no|any|some|every|each|which|volume|last|next|another|only)[ -]one\b",
            r"\bone[ -](?:of|off|time|thing|stop|day)\b|\bone[ -](?:to|on|by)[ -]one\b|\bzero[ -](?:trust|tolerance)\b",
            r"\bten to one\b|\bquarter(?:ly)?\s+(?:of the year|end)\b|\b\w+\s*-\s*in\s*-\s*one\b",
        ]
    )
)
_JOIN = re.compile(r"\s*(?:[-–—~]|to|or|till|thru|up to)\s*(?:[$£€]|usd|eur|gbp)?\s*")
_BETWEEN = re.compile(r"\bbetween\s+(?:[$£€]|usd|eur|gbp)?\s*$")
_BETWEEN_JOIN = re.compile(r"\s*(?:and|&|-|to)\s*(?:[$£€]|usd|eur|gbp)?\s*")
_ISH = re.compile(r"(?:\s*-?\s*ish\b|\s*-?\s*odd\b|\s+something\b|\s+or so\b)")
_MINUTES_SECONDS = re.compile(r"\b(\d+)\s*m\s*(\d+)\s*s\b")


def read_numbers(text: str) -> list[Quantity]:
    """Every number or range in the text, in order, with its place.

    Times of day, dates, years after a preposition, "24/7", "80/20" and "tier 2" are not quantities.
    "6m10s" gives two: six (minutes) and ten (seconds).
    """
    text = text.lower().replace("\u00a0", " ")
    masked = _NOT_NUMBERS.sub(lambda m: " " * len(m.group()), text)
    found: list[tuple[Quantity, float]] = []
    for pair in _MINUTES_SECONDS.finditer(masked):
        for group in (1, 2):
            value = float(pair[group])
            found.append((Quantity(value, value, pair.start(group), pair.end(group)), 1.0))
    masked = _MINUTES_SECONDS.sub(lambda m: " " * len(m.group()), masked)
    for match in AMOUNT.finditer(masked):
        amount = _amount(match)
        if amount is not None:
            found.append(amount)
    return _ranges(masked, sorted(found, key=lambda item: item[0].start))


def _amount(match: re.Match[str]) -> tuple[Quantity, float] | None:
    """The quantity a match stands for, with the scale it was written in."""
    phrase = match.group().strip()
    start, end = match.start(), match.start() + len(match.group().rstrip())
    if match["vague"]:
        low, high = vague_value(phrase)
        return Quantity(low, high, start, end, fuzzy=True), 1.0
    if match["digits"]:
        value, scale = digits_value(phrase)
    else:
        worded = words_value(phrase)
        if worded is None:
            return None
        value, scale = worded
    after = match.string[end:]
    ish = _ISH.match(after)
    if re.match(r"\s*(?:cents?|¢|pence)\b", after):
        value = value / 100
    return Quantity(value, value, start, end + (ish.end() if ish else 0), fuzzy=ish is not None), scale


def _ranges(text: str, found: list[tuple[Quantity, float]]) -> list[Quantity]:
    joined: list[Quantity] = []
    index = 0
    while index < len(found):
        low, low_scale = found[index]
        if index + 1 < len(found):
            high, high_scale = found[index + 1]
            between = _BETWEEN.search(text[: low.start]) is not None
            link = (_BETWEEN_JOIN if between else _JOIN).fullmatch(text[low.end : high.start])
            # "2-3 thousand": the scale belongs to both ends.
            first = low.low
            if high_scale > 1 and low_scale == 1 and first < high.low / high_scale:
                first *= high_scale
            if link and low.low == low.high and high.low == high.high:
                if first < high.low:
                    joined.append(replace(high, low=first, start=low.start, fuzzy=low.fuzzy or high.fuzzy))
                    index += 2
                    continue
                if high.low <= first <= 24 and not between:  # "9 to 5", "8-8": opening hours
                    index += 2
                    continue
        joined.append(low)
        index += 1
    return joined
