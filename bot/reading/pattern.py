"""The small language in which bot/reading/patterns/*.yml says how people say things.

    customer|client service     one word of each group, in this order
    customer? service           an optional word
    bookkeep*                   any word that begins so
    <caller>                    a word class of words.yml; <number> is any number
    _                           any one word
    ..                          none to three words, none of them a denial or punctuation
    some words !                also hides what lies under it from every other key
Parentheses are only for the eye. Words are compared after bot.reading.text.normalize.
"""

from __future__ import annotations

import re
from typing import Any

_NUMBER = r"\d\S*|one|two|three|four|five|six|seven|eight|nine|ten|twelve"
TokenPattern = list[dict[str, Any]]
# A gap never swallows a denial: "cost is .. important" is not "cost is not important".
_GAP: dict[str, Any] = {"IS_PUNCT": False, "LOWER": {"NOT_IN": ["not", "no", "never", "without"]}, "OP": "?"}


class PatternError(ValueError):
    """A line of a pattern file that cannot be read; the message says which and why."""


def compile_pattern(line: str, classes: dict[str, list[str]]) -> tuple[TokenPattern, bool]:
    """The spaCy token pattern for one line, and whether it hides other keys' words.

    Raises PatternError for an unknown word class or an empty line.
    """
    words = line.replace("(", " ").replace(")", " ").split()
    hides = bool(words) and words[-1] == "!"
    tokens: TokenPattern = []
    for word in words[:-1] if hides else words:
        if word in ("..", "..?"):
            tokens += [dict(_GAP) for _ in range(3)]
        else:
            tokens.append(_token(word, classes, line))
    if not tokens or all(token.get("OP") == "?" for token in tokens):
        raise PatternError(f"{line!r} has no word that must be there")
    return tokens, hides


def words_needed(tokens: TokenPattern) -> list[list[str]]:
    """For each token that has to be there and is one of some words: these words."""
    needed = []
    for token in tokens:
        said = token.get("LOWER", {})
        words = [said] if isinstance(said, str) else said.get("IN")
        if words and "OP" not in token:
            needed.append(words)
    return needed


def _token(word: str, classes: dict[str, list[str]], line: str) -> dict[str, Any]:
    optional = word.endswith("?")
    word = word.rstrip("?")
    token: dict[str, Any]
    if word == "_":
        token = {"IS_PUNCT": False}
    elif "*" in word or "<number>" in word:
        parts = (_NUMBER if p == "<number>" else re.escape(p).replace(r"\*", ".*") for p in word.split("|"))
        token = {"LOWER": {"REGEX": f"^(?:{'|'.join(parts)})$"}}
    else:
        choices: list[str] = []
        for part in word.split("|"):
            if part.startswith("<") and part.endswith(">"):
                if part[1:-1] not in classes:
                    raise PatternError(f"{line!r}: no word class {part} in words.yml")
                choices += classes[part[1:-1]]
            elif part:
                choices.append(part)
        token = {"LOWER": {"IN": sorted(set(choices))}} if len(choices) > 1 else {"LOWER": choices[0]}
    if optional:
        token["OP"] = "?"
    return token
