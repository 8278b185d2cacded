"""One amount as people write it, digits or words, and its value."""

from __future__ import annotations

import re
from functools import lru_cache

SCALES = {
    "k": 1e3, "grand": 1e3, "thousand": 1e3, "thousands": 1e3, "hundred": 1e2, "dozen": 12.0,
    "m": 1e6, "mm": 1e6, "mn": 1e6, "mil": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6,
    "b": 1e9, "bn": 1e9, "billion": 1e9, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "crore": 1e7, "crores": 1e7,
}  # fmt: skip
_SMALL = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen|twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"
)
_BIG = "hundred|thousand|million|billion|dozen|lakh|crore"
_SCALE_WORD = "grand|thousands?|hundred|dozen|millions?|mio|mil|billion|lakhs?|lac|crores?"
_VAGUE_SCALE = "hundred|thousand|million|dozen|grand|k"

# "1 500" and "5.000" are groups of three; "5,5" and "5.5" are decimals.
_DIGITS = r"(?<![\d.,])(?:[1-9]\d{0,2}(?:[,.]\d{3})+|[1-9]\d{0,2}(?: \d{3})+|\d+(?:[.,]\d+)?)(?![\d])"
_DIGITS_SCALE = rf"(?:\s*-?(?:{_SCALE_WORD})\b| ?k\b|(?:mm|mn|m|bn|b)\b(?![\d])| and a half(?: (?:{_SCALE_WORD}))?\b)?"
# A hyphen joins "forty-two" and "two-hundred", not "ten-fifteen"; "and" joins after a scale only.
_GLUE = r"(?:(?<=ty)-|-(?=hundred|thousand|million)| (?:(?<=hundred )and |(?<=thousand )and |(?<=million )and )?)"
_WORDS = (
    rf"\b(?:an? (?={_BIG}|half|quarter))?(?:half an? (?={_BIG})|quarter (?:of )?(?:an? )?(?={_BIG})|(?={_SMALL}|{_BIG}))"
    rf"(?:(?:{_SMALL}|{_BIG})(?:{_GLUE}(?=(?:{_SMALL}|{_BIG})\b)|(?![a-z])))*"
    rf"(?<=[a-z])(?: and (?:a )?half(?: (?:{_BIG}))?)?(?: ?k\b| grand\b)?(?![a-z])"
)
_VAGUE = (
    rf"\b(?:an? )?(?:couple|few|several)(?: of)?(?: (?:{_VAGUE_SCALE})\b)?(?! (?:of|things|questions|years|people))"
    r"|\b(?:tens|dozens|hundreds|thousands|millions|100s|1000s)(?: of (?:thousands|hundreds|millions)\b)?"
)
AMOUNT = re.compile(rf"(?P<vague>{_VAGUE})|(?P<digits>{_DIGITS}{_DIGITS_SCALE})|(?P<words>{_WORDS})")

_COUNTS = {"couple": (2.0, 2.0), "few": (2.0, 5.0), "several": (2.0, 9.0)}
_PLURALS = {
    "tens": (20.0, 90.0), "dozens": (24.0, 96.0), "hundreds": (100.0, 900.0), "100s": (100.0, 900.0),
    "thousands": (1e3, 9e3), "1000s": (1e3, 9e3), "millions": (1e6, 9e6),
}  # fmt: skip


def vague_value(phrase: str) -> tuple[float, float]:
    """The band a vague phrase such as "a few thousand" or "hundreds" stands for."""
    words = phrase.split()
    for word, band in _COUNTS.items():
        if word in words:
            scale = SCALES.get(words[-1], 1.0)
            return band[0] * scale, band[1] * scale
    low, high = _PLURALS[words[0]]
    times = {"thousands": 1e3, "hundreds": 1e2, "millions": 1e6}.get(words[-1], 1.0) if len(words) > 1 else 1.0
    return (low if times == 1.0 else low / 2) * times, high * times


def digits_value(phrase: str) -> tuple[float, float]:
    """The value of digits with an optional scale ("2.5k", "1 500"), and the scale by itself (1 when none)."""
    match = re.match(r"[\d.,]+(?: \d{3})*", phrase)
    if match is None:
        raise ValueError(f"{phrase!r} does not begin with a digit")
    number, scale_word = match.group(), phrase[match.end() :].strip(" -")
    if re.fullmatch(r"[1-9]\d{0,2}(?:[,.]\d{3})+|[1-9]\d{0,2}(?: \d{3})+", number):
        mantissa = float(re.sub(r"[,. ]", "", number))
    else:
        mantissa = float(number.replace(",", "."))
    if scale_word.startswith("and a half"):
        scale = SCALES.get(scale_word.removeprefix("and a half").strip(), 1.0)
        return (mantissa + 0.5) * scale, scale
    scale = SCALES.get(scale_word, 1.0)
    return round(mantissa * scale, 6), scale


@lru_cache(maxsize=4096)
def words_value(phrase: str) -> tuple[float, float] | None:
    """The value of a number in words, and the scale it ends on; None when it is not a number."""
    phrase = phrase.replace("fourty", "forty").replace("-", " ")
    last = phrase.rsplit(" ", 1)[-1]
    scale = SCALES.get(last, 1.0)
    fraction = re.fullmatch(r"(?:an? )?(half|quarter) (?:of )?(?:an? )?(.+)", phrase)
    if fraction is not None:
        whole = words_value(fraction[2])
        return None if whole is None else (whole[0] * (0.5 if fraction[1] == "half" else 0.25), scale)
    half = re.fullmatch(r"(.+?) and (?:a )?half(?: (\w+))?", phrase)
    if half is not None:
        head = words_value(half[1])
        if head is None:
            return None
        if half[2]:
            return (head[0] + 0.5) * SCALES[half[2]], scale
        # "a million and a half" is one and a half million; "five and a half" is 5.5.
        return head[0] + 0.5 * (head[1] if head[1] > 1 else 1.0), head[1]
    if last in ("k", "grand", "lakh", "crore"):
        head = words_value(phrase.rsplit(" ", 1)[0]) if " " in phrase else None
        return None if head is None else (head[0] * scale, scale)
    return _recognized(phrase, scale)


def _recognized(phrase: str, scale: float) -> tuple[float, float] | None:
    # Slow to import, so only when a number in words is met; the package has no type hints.
    from recognizers_number import Culture, recognize_number

    found = recognize_number(phrase, Culture.English)
    if len(found) == 1 and found[0].text == phrase:
        return float(found[0].resolution["value"]), scale
    if " " not in phrase and scale > 1:  # "hundred", "dozen" without their article
        return scale, scale
    return None
