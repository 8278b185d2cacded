"""Takes out of a text what may lead to a person, for readers who need not know it: more rather than less."""

import re

EMAIL, NUMBER, LINK = "[e-mail]", "[number]", "[link]"

_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)  # the way to a recommendation is a secret
_EMAIL = re.compile(r"[^\s<>()\[\],;:\"@]+ ?@ ?[^\s<>()\[\],;:\"@]*[^\s<>()\[\],;:\"@.!?]")
# Seven digits and more, however they are set apart: telephones, but also cards, accounts, insurance numbers and dates.
_NUMBER = re.compile(r"(?:\+ ?|\(\+?)?\d(?:[\s().\-/\u2010-\u2015]{0,3}\d){6,}")


def masked(text: str) -> str:
    """The text with a mark in place of each e-mail address, link, and number of seven digits or more."""
    return _NUMBER.sub(NUMBER, _EMAIL.sub(EMAIL, _LINK.sub(LINK, text)))


def shown(text: str) -> str:
    """What somebody wrote, on one line: masked, and without what a terminal or a page would act on."""
    return masked(" ".join("".join(letter if letter.isprintable() else " " for letter in text).split()))
