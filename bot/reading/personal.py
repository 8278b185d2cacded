"""Whether a message tells what it should not, when nobody asked for it: how to reach a person, or a number of theirs."""

from __future__ import annotations

import re

from bot.reading.contact import contacts

_CARD = re.compile(r"(?<![\d.,])\d(?:[ -]?\d){12,18}(?![\d%]|[.,]\d)")
_SOCIAL_SECURITY = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")


def is_personal(text: str) -> bool:
    """Whether it has an e-mail address, a phone number, a card number or a US social security number."""
    return bool(contacts(text) or _SOCIAL_SECURITY.search(text)) or any(map(_is_card, _CARD.findall(text)))


def _is_card(written: str) -> bool:
    """Whether the last digit checks the others (Luhn): of numbers that are no card's, one in ten passes."""
    digits = [int(digit) for digit in reversed(written) if digit.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
