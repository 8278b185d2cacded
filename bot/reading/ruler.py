"""spaCy's Matcher over the pattern files: which mentions a text holds."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bot.light_spacy import without_frameworks
from bot.reading.mention import Mention
from bot.reading.pattern import PatternError, TokenPattern, compile_pattern, words_needed

if TYPE_CHECKING:
    from spacy.matcher import Matcher

PATTERNS = Path(__file__).parent / "patterns"
IGNORED = "ignored"
_ANY = ""  # where patterns are kept that need no word in particular


class Ruler:
    """The patterns, each under a word that it cannot do without: a text is compared with those of its own words.

    All 1,500 against every message took 2 ms. The matcher of a word is compiled when a text first has the word.
    """

    def __init__(self, patterns: list[dict[str, Any]]) -> None:
        with without_frameworks():
            import spacy

        self._vocab = spacy.blank("en").vocab
        self._by_word = by_word(patterns)
        self._matchers: dict[str, Matcher] = {}

    def match(self, words: list[str]) -> list[tuple[str, int, int]]:
        """(label, start, end) of everything that a pattern finds in the words."""
        from spacy.tokens import Doc

        doc = Doc(self._vocab, words=words)
        found: set[tuple[int, int, int]] = set()
        for word in {_ANY, *words}:
            if word in self._by_word:
                found.update(self._matcher(word)(doc))
        return sorted((self._vocab.strings[label], start, end) for label, start, end in found)

    def _matcher(self, word: str) -> Matcher:
        from spacy.matcher import Matcher

        if word not in self._matchers:
            matcher = Matcher(self._vocab)
            for label, patterns in self._by_word[word].items():
                matcher.add(label, patterns)
            self._matchers[word] = matcher
        return self._matchers[word]


def by_word(patterns: list[dict[str, Any]]) -> dict[str, dict[str, list[TokenPattern]]]:
    """The patterns, label by label, under each of the words of which a text must have one; the rarest such words count."""
    choices = [words_needed(pattern["pattern"]) for pattern in patterns]
    frequency = Counter(word for own in choices for choice in own for word in choice)
    sorted_out: dict[str, dict[str, list[TokenPattern]]] = {}
    for pattern, own in zip(patterns, choices, strict=True):
        for word in min(own, key=lambda choice: sum(frequency[word] for word in choice), default=[_ANY]):
            sorted_out.setdefault(word, {}).setdefault(pattern["label"], []).append(pattern["pattern"])
    return sorted_out


@lru_cache(maxsize=64)
def read_yaml(name: str) -> dict[str, Any]:
    """A file of bot/reading/patterns, by name."""
    data = yaml.safe_load((PATTERNS / f"{name}.yml").read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise PatternError(f"{name}.yml is not a mapping")
    return data


@lru_cache(maxsize=1)
def word_classes() -> dict[str, list[str]]:
    """The word classes of words.yml."""
    return {name: str(words).split() for name, words in read_yaml("words")["words"].items()}


def entries(data: dict[str, Any]) -> list[tuple[str, bool, list[str]]]:
    """(value, asked only, lines) of a pattern file; a list at the top level is a value of its own."""
    found: list[tuple[str, bool, list[str]]] = []
    for section in ("always", "asked"):
        for value, lines in (data.get(section) or {}).items():
            found.append((str(value), section == "asked", lines))
    for value, lines in data.items():
        if isinstance(lines, list):
            found.append((str(value), False, lines))
    return found


def all_patterns() -> list[dict[str, Any]]:
    """Every line as a pattern with its label. Raises PatternError that lists all bad lines."""
    patterns: list[dict[str, Any]] = []
    errors: list[str] = []
    for path in sorted(PATTERNS.glob("*.yml")):
        data = read_yaml(path.stem)
        if path.stem in ("words", "places") or "key" not in data:
            continue
        for value, asked_only, lines in entries(data):
            for line in lines:
                if not isinstance(line, str):
                    errors.append(f"{path.name}: quote {line!r} under {value}")
                    continue
                try:
                    tokens, hides = compile_pattern(line, word_classes())
                except (PatternError, IndexError) as error:
                    errors.append(f"{path.name}: {error}")
                    continue
                key, name = _label(str(data["key"]), value)
                label = f"{key}/{name}/{asked_only:d}{hides:d}/{len(words_needed(tokens))}"
                patterns.append({"label": label, "pattern": tokens})
    places = read_yaml("places")["places"]
    for code, place in places.items():
        for said in place["say"]:
            tokens, _ = compile_pattern(said, word_classes())
            patterns.append({"label": f"place/{code}/00/1", "pattern": tokens})
    if errors:
        raise PatternError("\n".join(errors))
    return patterns


def _label(key: str, value: str) -> tuple[str, str]:
    """The key and value of a pattern; open words ("depends") are kept apart by the group they leave open."""
    if key != "ambiguous":
        return key, value
    group, readings = value.split(":", 1)
    return f"ambiguous.{group}", readings.strip()


@lru_cache(maxsize=1)
def ruler() -> Ruler:
    """The ruler, made on first use."""
    return Ruler(all_patterns())


def find_mentions(words: list[str], asked: frozenset[str]) -> list[Mention]:
    """The mentions in the words, in order; words of the `asked` keys count too.

    Per key the longest wins, and of equally long ones that whose pattern names most words.
    """
    if not words:
        return []
    found = [_mention(label, start, end) for label, start, end in ruler().match(words)]
    found = [m for m in found if not m.asked_only or m.key in asked]
    found.sort(key=lambda m: (-(m.end - m.start), m.asked_only, -m.named, m.start))
    kept: dict[str, list[Mention]] = {}
    for mention in found:
        mine = kept.setdefault(mention.key, [])
        if not any(mention.overlaps(other) for other in mine):
            mine.append(mention)
    hiding = list(kept.get(IGNORED, []))
    hiding += [m for ms in kept.values() for m in ms if m.hides]
    result = [m for ms in kept.values() for m in ms if m.value != IGNORED and not _hidden(m, hiding)]
    return sorted(result, key=lambda m: (m.start, m.end))


def _mention(label: str, start: int, end: int) -> Mention:
    key, value, marks, named = label.rsplit("/", 3)
    return Mention(key, value, start, end, asked_only=marks[0] == "1", hides=marks[1] == "1", named=int(named))


def _hidden(mention: Mention, hiding: list[Mention]) -> bool:
    """Whether another key's hiding mention covers this one."""
    return any(
        h.key != mention.key and h.start <= mention.start and mention.end <= h.end
        and (h.end - h.start > mention.end - mention.start or h.key == IGNORED)
        for h in hiding
    )  # fmt: skip
