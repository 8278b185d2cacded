"""Figures and names as the document writes them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.assessment.said import amount, joined
from bot.assessment.tables import table


def capital(text: str) -> str:
    """The text as a sentence begins."""
    return text[:1].upper() + text[1:]


def day(moment: date) -> str:
    """A date: "November 27, 2026"."""
    return f"{moment:%B} {moment.day}, {moment.year}"


def figure(value: float) -> str:
    """A number with all its digits: 22.37 or 1,200."""
    return f"{value:,.10g}"


def points(value: float) -> str:
    """Points as one says them: "1 point", "6.5 points"."""
    return f"{figure(value)} point{'' if value == 1 else 's'}"


def dollars(price: Mapping[str, Any]) -> str:
    """The range from `low` to `high`: "$2,600-4,500"."""
    return f"${amount(price['low'])}-{amount(price['high'])}"


def monthly(price: Mapping[str, Any]) -> str:
    """A cost as it may be shown: never without the word that it is no quote."""
    return f"{dollars(price)} a month, not a quote"


def option(code: str) -> str:
    """An option's name, as a sentence begins."""
    return capital(table("options")[code]["text"])


def places(codes: list[str]) -> str:
    """Places in words: "Nearshore and offshore"."""
    names = table("location")["words"]
    return capital(joined(names[code] for code in codes))


def rule(code: str) -> str:
    """A rule's id, legible and still to be found in the tables: "inbound, size, large"."""
    return ", ".join(code.split(".")).replace("_", " ")
