"""What the recogniser held likeliest, before the dialogue made a reply of it."""

from dataclasses import dataclass

from bot.evaluate.cases import REPLIES, Case
from bot.recognition.labels import FAQ, OUT_OF_SCOPE, SMALLTALK, UNWRITTEN, intent_of, slug_of

_REPLY_TO = {
    OUT_OF_SCOPE: "decline",
    UNWRITTEN: "decline",
    SMALLTALK: "smalltalk",
    "start_assessment": "assess",
    "hand_off": "handoff",
}
_NO_LABEL = {"other_language": "decline"}  # replies that the recogniser has no label for, with the nearest that it has


@dataclass(frozen=True)
class Guess:
    """The likeliest label of a message, and how sure the recogniser was of it (0 to 1)."""

    label: str
    confidence: float

    @property
    def thing(self) -> str:
        """What it comes to, in the words of a case: a slug or a kind of reply."""
        intent = intent_of(self.label)
        return slug_of(self.label) if intent == FAQ else _REPLY_TO.get(intent, intent)

    @property
    def answers(self) -> bool:
        """Whether an entry would be said, not one of the other kinds of reply."""
        return intent_of(self.label) == FAQ

    def fits(self, case: Case) -> bool:
        """Whether it is among what is acceptable to a case."""
        acceptable = frozenset().union(*case.expected)
        return self.thing in acceptable | {_NO_LABEL[reply] for reply in acceptable & REPLIES if reply in _NO_LABEL}
