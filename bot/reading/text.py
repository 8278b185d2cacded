"""A message as plain lower-case words with contractions, common misspellings and hyphens resolved."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

_SHOUTED = 2  # words in capitals that may be names; more are a raised voice, in which IT is "it"
LIMIT = 2000  # characters read of one message; what follows is not looked at

_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": " - ",
                         "\u00a0": " ", "\u2026": "...", "`": "'"})  # fmt: skip
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:'[^\W\d_]+)?(?![\w])")
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*[a-z0-9]*|[^\W\d_]+\d*|'s\b|\.{2,}|[^\w\s]")


@lru_cache(maxsize=1)
def _spelling() -> dict[str, str]:
    data = yaml.safe_load((Path(__file__).parent / "spelling.yml").read_text(encoding="utf-8"))
    return {str(k): str(v) for section in ("contractions", "words") for k, v in data[section].items()}


def normalize(text: str) -> str:
    """The text in lower case with the spellings the pattern files use; numbers are left as they are."""
    text = text[:LIMIT].translate(_QUOTES)
    if not text.isupper() or len(text.split()) <= _SHOUTED:
        text = re.sub(r"\bIT\b", "infotech", text)
        text = re.sub(r"\bUS\b", "usa", text)
    text = text.lower()
    text = re.sub(r"(?<=\ws)'(?=\s|$)", "", text)  # customers' calls
    text = re.sub(r"\bu\.\s?(s|k)\.(?:a\.)?", lambda m: "usa" if m[1] == "s" else "uk", text)
    text = re.sub(r"\bw/(?=\s|\w)", "with ", text)
    text = re.sub(r"\b24\s*[/x-]\s*7(?:\s*[/x-]\s*365)?\b", "24x7", text)
    text = re.sub(r"\b(\d+)\s?m(?:in)?\s?(\d+)\s?s(?:ec)?\b", r"\1 min \2 sec", text)
    text = re.sub(r"\b(\d+(?:\.\d+)?)m(?= (?:per|a|each|/) ?(?:call|chat|email|ticket|contact)?\b)", r"\1 min", text)
    text = re.sub(r"\b(look(?:ing)?|ask(?:ing)?|search(?:ing)?) 4(?= )", r"\1 for", text)
    text = re.sub(r"(?<=\d) on (?:the|our) (?:books|payroll)\b", " employees on payroll", text)
    text = re.sub(r"\b(\d{1,2})(?: ?o'?clock)? (?:at night|in the evening)\b", r"\1pm", text)
    text = re.sub(r"(?<=[\dk])\+|(?<=lakh)\+", "", text)  # "10,000+ calls"
    text = re.sub(r"(?<=\d)-(?=[^\W\d_]{4})", " ", text)  # "85-person"
    text = re.sub(r"(?<=\d)(?=(?:mins?|secs?|minutes?|hrs?|hours?)\b)", " ", text)
    text = re.sub(r"\be-?\s?(mail|commerce)", r"e\1", text)
    text = re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " ", text)
    text = re.sub(r"(?<=[^\W\d_])/(?=[^\W\d_])", " / ", text)
    text = re.sub(r"\bid(?= (?:rather|like|prefer|love|want))", "i would", text)
    # A question that answers itself: "bots? no."
    text = re.sub(r"(?<=\w)\? (?=(?:\w+ )?(?:no|yes|nope|yep|nah|sure|never|fine|not a chance)\b(?! \w))", ", ", text)
    text = re.sub(r"\b(any|every)(thing|where|one) but (?!not)", r"\1\2 except ", text)
    text = re.sub(r"(?<=\s)[&+](?=\s)", "and", text)
    return re.sub(r"[ \t]+", " ", _WORD.sub(_respell, text)).strip()


def _respell(match: re.Match[str]) -> str:
    from bot.reading.typos import corrected  # its vocabulary comes from the pattern files

    word = match.group()
    known = _spelling().get(word)
    if known is not None:
        return known
    if "'" in word:
        for ending, full in (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'m", " am"), ("'ll", " will"),
                             ("'d", " would"), ("'s", "")):  # fmt: skip
            if word.endswith(ending):
                stem = word[: -len(ending)]
                return _spelling().get(stem, stem) + full
    return corrected(word)


def tokenize(text: str) -> list[tuple[str, int, int]]:
    """(word, start, end) for each word, number and mark of a normalized text."""
    return [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
