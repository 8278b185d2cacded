"""Numbers with what they count: unit, period, currency, place in the message."""

from __future__ import annotations

from dataclasses import replace

from bot.reading.measure import Measure
from bot.reading.numbers import read_numbers
from bot.reading.quantity import Quantity
from bot.reading.units import vocabulary, words_of

Token = tuple[str, int, int]
_STOPS = frozenset({",", ".", ";", "(", ")", "?", "!", "but", ":"})
_NOUN_REACH = 4
# What a sentence may name first and count later; "contacts" would take too many words for one.
_CARRIED = frozenset({"calls", "chats", "emails", "tickets", "orders", "invoices", "claims", "documents"})


def read_measures(text: str, tokens: list[Token]) -> list[Measure]:
    """Every number of a normalized text with its unit, period and currency."""
    words = [token[0] for token in tokens]
    placed = [(q, *_tokens_of(q, tokens)) for q in read_numbers(text)]
    # "the same 5 questions" counts no contacts.
    placed = [p for p in placed if words[p[1] - 1 : p[1]] not in (["same"], ["top"], ["these"], ["those"])]
    found: list[Measure] = []
    for index, (quantity, first, last) in enumerate(placed):
        before = placed[index - 1][2] if index else 0
        after = placed[index + 1][1] if index + 1 < len(placed) else len(words)
        found.append(_measure(quantity, first, last, words, before, after))
    return [_completed(measure, index, found, words) for index, measure in enumerate(found)]


def _completed(measure: Measure, index: int, found: list[Measure], words: list[str]) -> Measure:
    """A bare number with the unit that stands elsewhere: "130 not 310 calls a day", "tickets, about 900 a month"."""
    if measure.unit or measure.money or measure.duration or measure.next_word in ("%", "percent"):
        return measure
    corrected = found[index + 1] if index + 1 < len(found) else None
    if corrected and corrected.denied and measure.period is None:
        return replace(measure, unit=corrected.unit, period=corrected.period)
    of_them = words[measure.last : measure.last + 2] in (["of", "them"], ["of", "these"], ["of", "those"])
    counts = words_of("to_period") | words_of("adverbs")
    if not of_them and (measure.period is None or measure.denied or measure.next_word not in counts):
        return measure
    named = [vocabulary()["units"].get(word) for word in words[: measure.first]]
    carried = [unit for unit in named if unit in _CARRIED]
    taken = {m.unit for m in found[:index] if not m.duration}
    return replace(measure, unit=carried[-1]) if carried and carried[-1] not in taken else measure


def _tokens_of(quantity: Quantity, tokens: list[Token]) -> tuple[int, int]:
    inside = [i for i, (_, start, end) in enumerate(tokens) if start < quantity.end and end > quantity.start]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _measure(quantity: Quantity, first: int, last: int, words: list[str], before: int, after: int) -> Measure:
    left, right = first, last
    while left > 0 and words[left - 1] not in _STOPS:
        left -= 1
    while right < len(words) and words[right] not in _STOPS:
        right += 1
    end = min(right, after)
    money = _money(words, first, last)
    start = last + 1 if last < len(words) and words[last] in words_of("currency") else last
    # "one bidder calls" counts no calls.
    unit, unit_end = _unit(words, start, min(end, start + 1) if quantity.high == 1 else end)
    period, period_end = _period(words, unit_end, end)
    behind = period_end if period else last
    if not unit and behind < len(words) - 1 and words[behind] == ",":
        unit = vocabulary()["units"].get(words[behind + 1])  # "900 a month, calls", "310, calls a day"
        if unit and period is None:
            period, _ = _period(words, behind + 2, len(words))
    if unit is None and money is None:
        unit = _unit_before(words, max(left, before), first)
    if period is None:
        period, _ = _period(words, max(left, before), first)
    next_word = words[last] if last < len(words) else ""
    duration = vocabulary()["duration"].get(next_word) if not (next_word == "m" and quantity.high > 90) else None
    denied = first > 0 and (
        words[first - 1] == "not" or words[max(0, first - 2) : first] in (["instead", "of"], ["rather", "than"])
    )
    return Measure(
        quantity,
        first,
        last,
        unit,
        period,
        duration,
        money,
        next_word,
        tuple(words[left:right]),
        denied,
        own=words[first - 1 : first] in (["our"], ["my"]),
    )


def _money(words: list[str], first: int, last: int) -> str | None:
    around = {words[first - 1] if first else "", words[last] if last < len(words) else ""}
    # "$9 - $12": the sign of the second end is inside the range
    around |= set(words[first:last])
    if around & words_of("foreign"):
        return "foreign"
    return "usd" if around & words_of("currency") else None


def _unit(words: list[str], start: int, end: int) -> tuple[str | None, int]:
    """The unit that follows a number, and where to look for a period."""
    units = vocabulary()["units"]
    for at in range(start, min(end, start + _NOUN_REACH)):
        word = words[at]
        if word in units and words[at + 1 : at + 2] not in (["center"], ["centers"]):
            head = units.get(words[at + 1]) if at + 1 < end else None
            if head is None or head == "customers":
                return units[word], at + 1
            continue  # "8 chat agents" are agents
        if not _stands_between(word):
            break
    return None, start


def _stands_between(word: str) -> bool:
    """Whether a word may stand between a number and its noun: "60 angry phone calls"."""
    if word in words_of("between"):
        return True
    known = word in words_of("not_between") or word in vocabulary()["periods"] or word in vocabulary()["duration"]
    return word.isalpha() and not known and not word.endswith(("s", "ing", "ly"))


def _unit_before(words: list[str], start: int, first: int) -> str | None:
    at = first - 1
    while at >= start and words[at] in (
        "is",
        "are",
        "about",
        "around",
        "to",
        ":",
        "~",
        "of",
        "roughly",
        "volume",
        "the",
        ",",
        "only",
        "maybe",
        "say",
    ):
        at -= 1
    return vocabulary()["units"].get(words[at]) if at >= start and at >= first - 4 else None


def _period(words: list[str], start: int, end: int) -> tuple[str | None, int]:
    periods = vocabulary()["periods"]
    for at in range(start, end):
        word = words[at]
        name = periods.get(word)
        if name is None:
            continue
        adverb = word.endswith("ly") or word in ("pcm", "pa", "mo", "diarias") or (word == "pm" and at == start)
        adjective = 1 if at > 1 and words[at - 1] in words_of("kind_of_day") else 0
        led = at > adjective and words[at - 1 - adjective] in (
            "a",
            "an",
            "per",
            "each",
            "every",
            "/",
            "al",
            "por",
            "la",
            "any",
            "one",
            "last",
        )
        if adverb or led or at == start:
            return name, at + 1
    return None, end
