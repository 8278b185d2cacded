"""The shared development data, where it lies beside the repository."""

from __future__ import annotations

import csv
import json
import re

from bot.reading import read_numbers

LEAST = 0.95


def _may(note: str | None) -> list[dict]:
    decoder = json.JSONDecoder()
    return [decoder.raw_decode((note or "")[m.end() :])[0] for m in re.finditer(r"may (?=\{)", note or "")]


def test_the_shared_number_phrases_are_read_exactly(shared):
    missed = []
    for phrase in json.loads((shared / "quantity_utterances.json").read_text(encoding="utf-8"))["phrases"]:
        read = [n for q in read_numbers(phrase["text"]) for n in q.numbers]
        if not _same(read, phrase["numbers"]):
            missed.append((phrase["text"], phrase["numbers"], read))
    assert not missed


def _same(read: list, expected: list) -> bool:
    return len(read) == len(expected) and all(
        (want[0] <= min(_ends(got)) and max(_ends(got)) <= want[1]) if isinstance(want, list) else got == want
        for got, want in zip(read, expected, strict=True)
    )


def _ends(number) -> list:
    return number if isinstance(number, list) else [number]


def test_the_shared_assessment_utterances_are_read_as_labeled(shared, reader, is_right):
    text = (shared / "assessment_utterances.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    missed = []
    for row in rows:
        reading = reader.read(row["utterance"], row["asked_slot"] or None)
        profile = reading.what_if if row["act"] == "what_if" else reading.profile
        if not is_right(profile, json.loads(row["profile"]), _may(row["note"])):
            missed.append((row["act"], row["utterance"], profile))
    assert 1 - len(missed) / len(rows) >= LEAST, missed
