"""What a message is to the assessment that asks, or to the recommendation that it gave."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.dialogue import text_form
from bot.dialogue.act import Act, Reading, Standing
from bot.reading import Challenge
from bot.reading.challenge import WHY_NOT
from bot.recognition.decision import CLEAR, Decision
from bot.recognition.labels import FAQ, GIBBERISH, OUT_OF_SCOPE, UNWRITTEN, intent_of

DONT_FOLLOW = "dont_follow"
# Acts that steer the conversation; while the assessment is open they are looked for before an answer is.
STEERING = frozenset(
    [
        "skip",
        "dont_know",
        "why_ask",
        DONT_FOLLOW,
        "tell_more",
        "give_example",
        "shorten",
        "go_back",
        "start_over",
        "stop_assessment",
        "recommend_now",
        "resume_assessment",
        "hand_off",
        "forget_me",
    ]
)
_TERSE = 3  # words of an answer that is given without being asked for


@dataclass(frozen=True)
class Assessing:
    """Understands messages to the assessment.

    `read(text, asked)` reads an answer, `challenge(text, finished)` what is asked about a recommendation, `change` which
    answers are to be changed, `aside` the slug of a question that stands beside an answer.
    """

    read: Callable[[str, str | None], Reading]
    challenge: Callable[[str, bool], Challenge | None]
    change: Callable[[str], Sequence[str] | None]
    aside: Callable[[str], str | None]

    def certainly(self, text: str, standing: Standing) -> Act | None:
        """An answer that needs no recognising: whatever else its words may be likened to, it answers what was asked.

        Most answers are such, buttons above all; to recognise them would be half of the work of their turn.
        """
        if not (standing.open and standing.asked) or standing.confirming or text.rstrip().endswith("?"):
            return None
        reading = self.read(text, standing.asked)
        if not reading.covers(standing.asked) or not (_terse(text) or self.read(text, None).profile):
            return None
        return self._about_advice(text, standing) or self._answer(text, reading)

    def heard(self, text: str, decision: Decision, standing: Standing) -> Act | None:
        """What a message is that was recognised as `decision`; None for what means the same without an assessment."""
        if not (standing.open or standing.finished):
            return None
        act = self._about_advice(text, standing)
        return act or (self._while_open(text, decision, standing) if standing.open else None)

    def of_advice(self, label: str | None, text: str) -> Act | None:
        """What a message means that would mean something else without the recommendation before it."""
        if label == "why_ask":
            return Act("challenge", challenge=Challenge(WHY_NOT))
        reading = self.read(text, None)
        if label == "start_assessment" and reading.profile and (reading.adds or "work" not in reading.profile):
            return Act("inform", profile=reading.profile, adds=reading.adds)  # "make it 1,800 tickets a month"
        return None

    def _about_advice(self, text: str, standing: Standing) -> Act | None:
        """A wish to change an answer, or a doubt about the recommendation that was given."""
        groups = self.change(text)
        if groups is not None and not self.read(text, None).profile:
            return Act("change_answer", groups=tuple(groups))
        challenge = self.challenge(text, standing.finished)
        return Act("challenge", challenge=challenge) if challenge else None

    def _while_open(self, text: str, decision: Decision, standing: Standing) -> Act | None:
        """An answer, or a word about the assessment itself; None for what means the same anywhere."""
        reading, terse = self.read(text, standing.asked), _terse(text)
        if _elsewhere(decision) and not terse and not self.read(text, None).profile:
            return None  # "order me a pizza with extra cheese" is no work that somebody orders
        question = decision.label is not None and intent_of(decision.label) in (FAQ, UNWRITTEN)
        only_asks = question and text.rstrip().endswith("?") and len(text_form.sentences(text)) == 1
        if standing.asked and reading.covers(standing.asked) and not only_asks:
            return self._answer(text, reading)
        answers = terse and reading.profile and decision.label == "hand_off"  # "phone" is how customers come
        if decision.label in STEERING and not answers:
            return Act(str(decision.label), decision.label, decision.score)
        # "24/7" and "we see patient records" are answers to other questions, though entries are about that.
        told = terse or self.read(text, None).profile or "budget_month" in reading.profile
        if reading.profile and (not question or (told and not text_form.asks(text))):
            return self._answer(text, reading)
        readings = [one.readings for one in reading.ambiguous if one.group == standing.asked]
        if readings and (decision.label is None or intent_of(decision.label) == OUT_OF_SCOPE):
            return Act("unclear", readings=tuple(readings[0]))
        if text_form.is_number(text):  # of nothing that was asked or offered
            return Act("unclear")
        return None

    def _answer(self, text: str, reading: Reading) -> Act:
        answer = Act("inform", profile=reading.profile, fuzzy=tuple(sorted(reading.fuzzy)), adds=reading.adds)
        return replace(answer, aside=self.aside(text))


def _terse(text: str) -> bool:
    return len(text.split()) <= _TERSE


def _elsewhere(decision: Decision) -> bool:
    """Whether a message is surely about something that is not ours."""
    label = decision.label or GIBBERISH
    return intent_of(label) == OUT_OF_SCOPE and label != GIBBERISH and decision.score >= CLEAR
