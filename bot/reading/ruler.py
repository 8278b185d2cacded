"""spaCy's EntityRuler over the pattern files: which mentions a text holds."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from bot.light_spacy import without_frameworks
from bot.reading.mention import Mention
from bot.reading.pattern import PatternError, compile_pattern

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import EntityRuler
    from spacy.tokens import Doc

PATTERNS = Path(__file__).parent / "patterns"
IGNORED = "ignored"


class Ruler(NamedTuple):
    """The compiled patterns."""

    language: Language
    entities: EntityRuler


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
    """Every line as an EntityRuler pattern. Raises PatternError that lists all bad lines."""
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
                patterns.append({"label": f"{key}/{name}/{asked_only:d}{hides:d}", "pattern": tokens})
    places = read_yaml("places")["places"]
    for code, place in places.items():
        for said in place["say"]:
            tokens, _ = compile_pattern(said, word_classes())
            patterns.append({"label": f"place/{code}/00", "pattern": tokens})
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
    """The ruler, compiled on first use (about half a second)."""
    with without_frameworks():
        import spacy
        from spacy.pipeline import EntityRuler

    language = spacy.blank("en")
    entities = EntityRuler(language)
    entities.add_patterns(all_patterns())
    return Ruler(language, entities)


def make_doc(words: list[str]) -> Doc:
    """The words as a spaCy document."""
    from spacy.tokens import Doc

    return Doc(ruler().language.vocab, words=words)


def find_mentions(words: list[str], asked: frozenset[str]) -> list[Mention]:
    """The mentions in the words, in order; per key the longest wins, and words of the `asked` keys count too."""
    if not words:
        return []
    strings = ruler().language.vocab.strings
    found = [_mention(strings[label], start, end) for label, start, end in ruler().entities.match(make_doc(words))]
    found = [m for m in found if not m.asked_only or m.key in asked]
    found.sort(key=lambda m: (-(m.end - m.start), m.asked_only, m.start))
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
    key, value, marks = label.rsplit("/", 2)
    return Mention(key, value, start, end, asked_only=marks[0] == "1", hides=marks[1] == "1")


def _hidden(mention: Mention, hiding: list[Mention]) -> bool:
    """Whether another key's hiding mention covers this one."""
    return any(
        h.key != mention.key and h.start <= mention.start and mention.end <= h.end
        and (h.end - h.start > mention.end - mention.start or h.key == IGNORED)
        for h in hiding
    )  # fmt: skip
