"""The development cases: profiles that the weights are tried on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.assessment.profile import Profile, ProfileError

CASES = Path("data/assessment/cases.yml")


class CaseError(ValueError):
    """A file of cases cannot be used; the message names file, case and fault, for all of them."""


@dataclass(frozen=True)
class Case:
    """A case: its name in the file, and what the visitor told us."""

    name: str
    profile: Profile


def read_cases(path: Path) -> list[Case]:
    """Read cases from YAML: under each name a mapping with `profile`; what else it has is for others.

    Raises OSError when the file cannot be read, CaseError when it is not as said.
    """
    import yaml  # here, so that importing the package stays cheap

    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: is not YAML that can be read: {error}") from None
    if not isinstance(document, Mapping) or not document:
        raise CaseError(f"{path}: has no cases; write a name, and under it `profile:`")
    cases: list[Case] = []
    problems: list[str] = []
    for name, row in document.items():
        if not isinstance(row, Mapping) or "profile" not in row:
            problems.append(f"{path}, {name}: has no profile; write `profile:` with the answers under it")
            continue
        try:
            cases.append(Case(str(name), Profile.from_dict(row["profile"])))
        except ProfileError as error:
            problems += [f"{path}, {name}: {problem}" for problem in error.problems]
    if problems:
        raise CaseError("\n".join(problems))
    return cases
