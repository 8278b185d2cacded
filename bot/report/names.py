"""What the things that are counted are called: entries by their titles, questions, options and verdicts in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.assessment.tables import table
from bot.dialogue.interview import questions

VERDICTS = {"call_center": "call center", "bpo": "BPO", "both": "both", "neither": "neither"}
REASONS = {
    "unclear": "not understood",
    "none_of_these": "none of those offered",
    "unwritten": "no checked answer yet",
}


@dataclass(frozen=True)
class Names:
    """`titles` are those of the entries by slug; one that is not there any more is called retired."""

    titles: Mapping[str, str] = field(default_factory=dict)

    def entry(self, slug: str | None) -> str:
        """The title of an entry; of no entry that there was none."""
        if slug is None:
            return "no entry"
        return self.titles.get(slug, "(retired)")

    @staticmethod
    def question(slot: str) -> str:
        """What a question of the assessment is about."""
        return questions()[slot].called if slot in questions() else slot

    @staticmethod
    def order(slot: str) -> int:
        """The place of a question in the assessment."""
        return list(questions()).index(slot) if slot in questions() else len(questions())

    @staticmethod
    def option(option: str) -> str:
        """An option in words."""
        options = table("options")
        return str(options[option]["text"]) if option in options else option

    @staticmethod
    def verdict(verdict: str | None) -> str:
        """A verdict in words."""
        return VERDICTS.get(verdict or "", verdict or "-")

    @staticmethod
    def reason(reason: str) -> str:
        """Why a question was not answered."""
        return REASONS.get(reason, reason)
