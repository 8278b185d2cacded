"""How a visitor wants to be reached, when that was asked: strict, for a wrong address reaches nobody, or a stranger."""

from __future__ import annotations

import re

from bot.reading.cues import find
from bot.reading.text import normalize, tokenize

WITHOUT, NOT_AT_ALL = "without", "not_at_all"

_LONGEST = 9  # words of a wish; a longer message tells something
_LONGEST_ADDRESS = 254  # RFC 5321
_AROUND_AT = re.compile(r"[^\s<>()\[\],;:\"]*@[^\s<>()\[\],;:\"]*")
_ADDRESS = re.compile(
    r"[A-Za-z0-9_+-](?:[A-Za-z0-9_%+'-]|\.(?!\.))*(?<!\.)@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_NUMBER = re.compile(r"(?<![\w$.,/-])(?:\+|\(\+?)?[0-9](?:[ .()-]{0,2}[0-9])+(?![\w/]|[.,-]\d)")
_MOST_DIGITS = 15  # E.164
# Digits that a number needs when it has a country's code, a leading zero, or neither: fewer may be an amount or a date.
_DIGITS = {"+": 8, "0": 9, "": 10}
_BACK = re.compile(
    r"(?:.* )?(?:back|return|returning|resume|continue|go on) (?:to|with) (?:the |this |our )?(?:chat )?(?:bot|chatbot)"
)


def read_contact(text: str) -> str | None:
    """The one e-mail address of a text, or else its one phone number, as it was written; None for none or several."""
    found = contacts(text)
    return found.pop() if len(found) == 1 else None


def contacts(text: str) -> set[str]:
    """The e-mail addresses of a text, or else its phone numbers, as they were written."""
    candidates = (one.rstrip(".!?'") for one in _AROUND_AT.findall(text))
    addresses = {one for one in candidates if len(one) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(one)}
    return addresses or {one.strip() for one in _NUMBER.findall(_AROUND_AT.sub(" ", text)) if _is_phone(one)}


def read_wish(text: str) -> str | None:
    """Whether a message says to send without a contact (WITHOUT), or nothing (NOT_AT_ALL); None when neither."""
    words = [token[0] for token in tokenize(normalize(_AROUND_AT.sub(" ", text)))]
    if len(words) > _LONGEST:
        return None
    if find(words, "do_not_send") is not None:
        return NOT_AT_ALL
    return WITHOUT if find(words, "without_contact") is not None else None


def read_return(text: str) -> bool:
    """Whether a message asks for the bot again: "back to the bot"."""
    words = [token[0] for token in tokenize(normalize(text)) if token[0].isalnum()]
    said = " ".join(word for word in words if word not in ("please", "now", "again"))
    return len(words) <= _LONGEST and "not" not in words and bool(_BACK.fullmatch(said))


def _is_phone(written: str) -> bool:
    digits = re.sub(r"\D", "", written)
    opening = "+" if "+" in written else "0" if digits.startswith("0") else ""
    return _DIGITS[opening] <= len(digits) <= _MOST_DIGITS
