"""What the form of a text shows, whatever it is about: that it asks, leans on what came before, or has parts."""

import re
from collections.abc import Sequence

# A question leans on the one before when it opens as a continuation, or points at something that it does not name.
_LEANS = re.compile(
    r"^\s*(?:and|so|but|then|ok|okay|what about|how about)\b|^\s*why(?:\W+\w+){0,3}\W*$"
    r"|\b(?:it|its|that|those|these|them|they|their)\b"
    r"|\b(?:the (?:first|second|other|former|latter|same)|(?:which|this|that|either) one)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:it|its|those|these|them|they|their)\b", re.IGNORECASE)
_STANDS_IN = re.compile(r"\b(?:it|that|this|they|them|those|these|there|one)\b", re.IGNORECASE)
_OWNS = re.compile(r"\b(?:its|their)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;]*")
_JOINED = re.compile(
    r"(?<=[?!.;:])\s+|\n+|,?\s+(?:and|also|plus|&)\s+(?=(?:also\s+)?(?:what|whats|how|why|who|when|where|which|is|are|do|does|can)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\s*(?:what|how|why|who|when|where|which|is|are|do|does|can|could|should|will|would)\b|\?\s*$", re.IGNORECASE
)
_ON = re.compile(r"^\s*(?:and|so|but|then|what about|how about|like|any|an?|the)\b", re.IGNORECASE)
_EXPLAINS = re.compile(
    r"\W*(?:please |pls |can you |could you )?"
    r"(?:explain|define|what (?:is|are|does|do)|what'?s|tell me about|(?:the )?meaning of)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\b(?:vs|versus|or|between|differ\w*|compare\w*|better|same)\b", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:,|&|\+|\band\b)\s*", re.IGNORECASE)
_AROUND_TERM = re.compile(r"\b(?:an?|the|please|pls|means?|stands? for|to me|me)\b", re.IGNORECASE)
_TO_A_VENDOR = re.compile(
    r"\byours?\b|\b(?:do|are|will|would|have|did) you\b(?! (?:know|think|mean|explain|tell|help))", re.I
)
_NUMBER = re.compile(r"[\d.,\s]+")
_NUMBERED = re.compile(r"\s*(?:option |number |no\.? ?|#)?([1-9]\d?)\s*[.)]?\s*", re.IGNORECASE)
_YES = re.compile(r"\W*(?:yes|yep|yeah|sure)\b", re.IGNORECASE)
_ORDINALS = ("first", "second", "third", "fourth")
_NTH = re.compile(
    rf"\W*(?:(?:no|yes|ok|okay|i mean|i meant|i want|i'?d like|give me|tell me|let'?s take)\W+)*(?:the )?"
    rf"({'|'.join(_ORDINALS)})(?: (?:one|option|question|choice))?(?: (?:please|pls))?\W*",
    re.IGNORECASE,
)
_SHORTEST_QUESTION = 3  # words


def asks(text: str) -> bool:
    """Whether it has the form of a question."""
    return bool(_ASKS.search(text))


def asks_on(text: str) -> bool:
    """Whether it asks, be it in half a sentence that goes on from the one before: "and the downsides"."""
    return asks(text) or bool(_ON.search(text))


def asks_a_vendor(text: str) -> bool:
    """Whether it asks whoever reads it for something of their own: "what is your turnover?"."""
    return bool(_TO_A_VENDOR.search(text))


def leans(text: str) -> bool:
    """Whether it may mean something only behind what was said before."""
    return bool(_LEANS.search(text))


def points(text: str) -> bool:
    """Whether it points at something that another part of the message names."""
    return bool(_POINTS.search(text))


def spelt_out(text: str, subject: str) -> str | None:
    """The text with what its first pronoun stands for: "how do you calculate AHT"; None without a pronoun."""
    if _OWNS.search(text):
        return _OWNS.sub(lambda _: f"{subject}'s", text, count=1)
    named = _STANDS_IN.sub(lambda _: subject, text, count=1)
    return named if named != text else None


def says_yes(text: str) -> bool:
    """Whether it begins with a yes, whatever follows: "yes, forget me"."""
    return bool(_YES.match(text))


def is_number(text: str) -> bool:
    """Whether it is a number, and nothing else."""
    return bool(_NUMBER.fullmatch(text))


def numbered(text: str) -> int | None:
    """The place in a list, from 1 to 99, that it picks: "2", "option 2", "#2.", "no, the second one"."""
    if nth := _NTH.fullmatch(text):
        return _ORDINALS.index(nth.group(1).lower()) + 1
    found = _NUMBERED.fullmatch(text)
    return int(found.group(1)) if found else None


def sentences(text: str) -> list[str]:
    """Its sentences, each with its closing mark."""
    return [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]


def parts(text: str) -> list[str]:
    """The parts of a message of several, those of one word left out; none for a message of one part."""
    pieces = _JOINED.split(text)
    return [piece for piece in pieces if piece and len(piece.split()) > 1] if len(pieces) > 1 else []


def terms(text: str) -> Sequence[str]:
    """The terms to explain, as in "explain AHT and FCR"; none where it compares ("AHT or FCR?"), which asks one thing."""
    opening = _EXPLAINS.match(text)
    if not opening or _COMPARES.search(text):
        return ()
    return [_AROUND_TERM.sub(" ", piece) for piece in _LISTED.split(text[opening.end() :])]


def stands_alone(part: str, text: str) -> bool:
    """Whether a part of a text is a question of its own, a whole sentence that does not lean on another."""
    long_enough = len(part.split()) >= _SHORTEST_QUESTION
    return asks(part) and long_enough and not leans(part) and part.strip() in sentences(text)
