"""Whether a message says that somebody may take their life: then nothing else in it matters."""

from __future__ import annotations

import re

# Said of oneself, or of a person: "suicide hotline outsourcing" and "these quotas are killing me" are about something else.
_SELF = r"(?:my|him|her|your|them)sel(?:f|ves)"
_WHO = r"\b(?:i|i'?m|i am|he|she)\b[^.!?\n]{0,40}?"  # "is the industry going to die" is about no life
_SAYS = re.compile(
    rf"\b(?:kill|killing|hang|hanging|shoot|shooting|harm|harming|hurt|hurting) {_SELF}\b"
    r"|\b(?:cut|cutting) (?:my|him|her)self\b"
    rf"|{_WHO}\b(?:(?:want|wants|wanna) (?:to )?(?:die|be dead|end it all)|(?:going|gonna) (?:to )?end it all|rather be dead)\b"
    r"|\b(?:end|ending|take|taking) (?:my|his|her) (?:own )?life\b"
    r"|\bwish (?:that )?i (?:was|were) (?:dead|never born)\b"
    r"|\b(?:do not|don'?t|no longer) (?:want|wanna) (?:to )?(?:live|be alive|exist)\b"
    r"|\b(?:i'?m|i am|i feel|feeling) (?:so |very |really )?suicidal\b",
    re.IGNORECASE,
)


def is_distress(text: str) -> bool:
    """Whether it speaks of dying by one's own hand, or of hurting oneself."""
    return bool(_SAYS.search(text.replace("\u2019", "'")))
