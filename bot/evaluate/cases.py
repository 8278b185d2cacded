"""The questions to play: TSV files with a header."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# Words in the column of slugs that stand for a kind of reply.
REPLIES = frozenset(["decline", "assess", "other_language", "smalltalk", "clarify", "handoff"])


class CaseError(ValueError):
    """A file cannot be read as cases; the message says what it needs."""


@dataclass(frozen=True)
class Case:
    """One question. `expected` has one set of acceptable slugs (or words for kinds of reply) per question in the message."""

    question: str
    expected: tuple[frozenset[str], ...]
    style: str
    previous: str | None
    place: str

    def built(self, written: frozenset[str]) -> bool:
        """Whether each of its questions has a written entry, or a kind of reply, among what is acceptable."""
        return all(group & (written | REPLIES) for group in self.expected)


def read_cases(path: Path) -> list[Case]:
    """Read a file's cases; raises CaseError naming the line, or OSError."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        try:
            columns = set(reader.fieldnames or ())
            text = next((name for name in ("question", "message") if name in columns), None)
            answer = next((name for name in ("slugs", "expected") if name in columns), None)
            cases = [_case(row, text, answer, f"{path.name}:{reader.line_num}") for row in reader if text and answer]
        except CaseError as error:
            raise CaseError(f"{path}:{reader.line_num}: {error}") from None
        except UnicodeDecodeError:
            raise CaseError(f"{path}: is not UTF-8; save it again with the encoding UTF-8") from None
        except csv.Error as error:
            raise CaseError(
                f"{path}:{reader.line_num}: {error}; write one question a line, cells between tabs"
            ) from None
    if not cases:
        raise CaseError(
            f"{path}: a header with question (or message) and slugs (or expected) is needed, tab-separated, "
            "and a line for each question below it"
        )
    return cases


def _case(row: Mapping[str, str | None], text: str, answer: str, place: str) -> Case:
    cells = {name: (cell or "").strip() for name, cell in row.items() if isinstance(cell, str)}
    if not cells.get(text):
        raise CaseError(f"the column {text} is empty; write what a visitor would")
    expected = read_expected(cells.get(answer, ""))
    if not all(expected):
        raise CaseError(
            f'"{cells[text]}" has an empty place in the column {answer}; write, after a tab, the entries that may answer it, '
            f"such as a|b + c, or one of {', '.join(sorted(REPLIES))}"
        )
    return Case(
        question=cells[text],
        expected=expected,
        style=cells.get("style") or cells.get("kind") or "",
        previous=cells.get("previous_slug") or None,
        place=place,
    )


def read_expected(cell: str) -> tuple[frozenset[str], ...]:
    """Read `a|b + c`: one group a question, alternatives separated by bars."""
    groups = (group.split("|") for group in cell.split(" + "))
    names = ((slug.strip().removeprefix("answer:") for slug in group) for group in groups)
    return tuple(frozenset(name for name in group if name) for group in names)
